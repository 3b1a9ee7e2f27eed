namespace FactoryFlow.Ledger.Exports;

/// <summary>Lines of one worker, by their numbers: those behind the one, up to the other.</summary>
internal sealed record Stretch(Guid WorkerId, long After, long Last)
{
    /// <summary>Divides stretches into pages of as many lines as are read at once, in order.</summary>
    public static IEnumerable<IReadOnlyList<Stretch>> Pages(IEnumerable<Stretch> stretches, int size)
    {
        var (page, room) = (new List<Stretch>(), (long)size);
        foreach (var stretch in stretches)
        {
            for (var after = stretch.After; after < stretch.Last;)
            {
                var last = Math.Min(stretch.Last, after + room);
                page.Add(new Stretch(stretch.WorkerId, after, last));
                room -= last - after;
                after = last;
                if (room > 0) continue;
                yield return page;
                (page, room) = ([], size);
            }
        }

        if (page.Count > 0) yield return page;
    }
}
