namespace FactoryFlow.Workflow.Definitions;

/// <summary>
/// What was read, by tenant, as long as there is room for it. Room is counted in characters of what it was read from, since that is what a
/// tenant decides on; no tenant takes more than a share, so that one that reads much makes only itself read again.
/// </summary>
/// <param name="most">The room of all.</param>
/// <param name="share">The room of one tenant.</param>
internal sealed class SizedCache<TKey, TValue>(long most, long share) where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Shelf> _shelves = [];
    private long _size;

    /// <summary>How many characters it stands for.</summary>
    public long Size
    {
        get
        {
            lock (_lock) return _size;
        }
    }

    /// <summary>Finds what was kept.</summary>
    public bool TryGet(Guid tenant, TKey key, out TValue value)
    {
        lock (_lock)
        {
            value = default!;
            return _shelves.TryGetValue(tenant, out var shelf) && shelf.Values.TryGetValue(key, out value!);
        }
    }

    /// <summary>Keeps a value, if it is not larger than a share.</summary>
    public TValue Keep(Guid tenant, TKey key, int size, TValue value)
    {
        if (size > share) return value;
        lock (_lock)
        {
            // Starting over now and then costs less than keeping count of what is used.
            if (_shelves.TryGetValue(tenant, out var full) && full.Size + size > share) Clear(tenant, full);
            if (_size + size > most)
            {
                _shelves.Clear();
                _size = 0;
            }

            if (!_shelves.TryGetValue(tenant, out var shelf)) _shelves[tenant] = shelf = new Shelf();
            if (!shelf.Values.TryAdd(key, value)) return value;
            shelf.Size += size;
            _size += size;
        }

        return value;
    }

    private void Clear(Guid tenant, Shelf shelf)
    {
        _shelves.Remove(tenant);
        _size -= shelf.Size;
    }

    private sealed class Shelf
    {
        public Dictionary<TKey, TValue> Values { get; } = [];

        public long Size { get; set; }
    }
}
