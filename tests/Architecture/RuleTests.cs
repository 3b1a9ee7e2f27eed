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
