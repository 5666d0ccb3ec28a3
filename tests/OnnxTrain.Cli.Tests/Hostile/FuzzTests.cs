using OnnxTrain.Benchmarks.Fuzz;

namespace OnnxTrain.Cli.Tests.Hostile;

/// <summary>A few hostile inputs for every reader, the same each time; <c>fuzz</c> of the benchmarks tries many.</summary>
public class FuzzTests
{
    private const int Inputs = 60;

    /// <summary>A hang, and not a machine that is busy.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(t => t.Name)];

    [Theory, MemberData(nameof(Targets))]
    public void A_reader_reads_or_refuses(string name)
    {
        using var runner = new FuzzRunner(FuzzTargets.Find(name)!, seed: 5);
        var results = runner.Run(Inputs, elapsed => elapsed > Longest).ToList();
        Assert.All(results, r => Assert.False(r.IsFailure, $"{r.Verdict}: {r.Detail} {Convert.ToBase64String(r.Input)}"));
        Assert.Contains(results, r => r.Verdict == FuzzVerdict.Read);
    }

    [Fact]
    public void Failures_are_found()
    {
        var target = new FuzzTarget(
            "bad",
            () =>
                [
                    [1],
                    [2],
                    [3],
                ],
            (_, input) => input,
            (input, _) => Fail(input[0]),
            e => e is DataException);
        using var runner = new FuzzRunner(target, seed: 1);
        var verdicts = runner.Run(3, elapsed => elapsed > Longest).Select(r => r.Verdict);
        Assert.Equal([FuzzVerdict.Refused, FuzzVerdict.Undocumented, FuzzVerdict.Memory], verdicts);
    }

    private static void Fail(byte how)
    {
        switch (how)
        {
            case 1: throw new DataException("refused");
            case 2: throw new InvalidOperationException("not documented");
            default: GC.KeepAlive(new byte[400 << 20]); break;
        }
    }
}
