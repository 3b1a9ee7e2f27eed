namespace FactoryFlow.Architecture.Tests;

public sealed class RuleTests
{
    public static TheoryData<string> EachRule => [.. Rules.All.Keys];

    [Theory]
    [MemberData(nameof(EachRule))]
    public void Every_file_keeps_it(string rule) =>
        Repository.Files.SelectMany(f => Rules.All[rule].Breaches(f).Select(b => $"{f.Path}: {b}")).ShouldBeEmpty(rule);

    [Theory]
    [MemberData(nameof(EachRule))]
    public void A_file_that_breaks_it_is_noticed(string rule) => Rules.All[rule].Breaches(Rules.All[rule].Planted).ShouldNotBeEmpty(rule);

    [Fact]
    public void The_files_are_really_there() => Repository.Files.Count(f => f.Is("services/", ".cs")).ShouldBeGreaterThan(50);

    [Fact]
    public void The_migrations_of_a_service_are_numbered_without_a_gap() =>
        Repository.Files.Where(f => f.Path.Contains("/Migrations/", StringComparison.Ordinal) && f.Path.EndsWith(".sql", StringComparison.Ordinal))
            .GroupBy(f => Path.GetDirectoryName(f.Path)!)
            .SelectMany(migrations => migrations.Select(f => Path.GetFileName(f.Path)).Order(StringComparer.Ordinal)
                .Where((name, i) => !name.StartsWith($"{i + 1:0000}_", StringComparison.Ordinal)).Select(name => $"{migrations.Key}/{name}"))
            .ShouldBeEmpty();

    [Theory]
    [InlineData("""if (user.Permissions.Any(p => p == "*:*:*")) return;""")]
    [InlineData("""return permission.StartsWith("ledger:", StringComparison.Ordinal);""")]
    [InlineData("""perms.Contains("jobs:read:all")""")]
    [InlineData("""text is "jobs:read:all" """)]
    [InlineData("""tx.One<bool>($"select {text} = any(r.permissions) from roles r")""")]
    [InlineData("""tx.One<bool>($"select permissions @> array[{text}] from roles")""")]
    [InlineData("""tx.One<bool>($"select true where permission like 'jobs:%'")""")]
    [InlineData("""tx.One<bool>($"select true where p = 'jobs:read:all'")""")]
    public void Each_way_to_match_permissions_beside_the_matcher_is_noticed(string line) =>
        Rules.All["Permissions are matched in one place"].Breaches(new("services/ledger/X.cs", line)).ShouldNotBeEmpty();

    [Theory]
    [InlineData("""if (caller.Permissions.Any(p => p.Covers(required))) return;""")]
    [InlineData("""new("admin", ["*:*:*"]);""")]
    [InlineData("""roles.Contains("admin")""")]
    public void What_only_names_permissions_is_no_match(string line) =>
        Rules.All["Permissions are matched in one place"].Breaches(new("services/ledger/X.cs", line)).ShouldBeEmpty();

    [Fact]
    public void Row_level_security_in_a_loop_counts() => Rules.All["A table with a tenant enables and forces row-level security"].Breaches(new("x.sql", """
        create table x (
            tenant_id uuid not null
        );
        foreach t in array array['x'] loop
            execute format('alter table %I enable row level security', t);
            execute format('alter table %I force row level security', t);
        end loop;
        """)).ShouldBeEmpty();
}
