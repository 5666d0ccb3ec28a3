namespace OnnxTrain.Cli.Tests;

public sealed class SearchTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("2/4,2")]
    [InlineData("2|4,2")]
    public void Every_combination_is_tried_and_ranked(string hidden)
    {
        var run = Search("--hidden", hidden, "--learning-rate", "0.1/1e-30").Succeeds();

        Assert.Contains("4 trials of 3 folds, 40 rows", run.Output, StringComparison.Ordinal);
        Assert.Equal(4, run.Output.Split('\n').Count(line => line.StartsWith("  trial", StringComparison.Ordinal)));

        // A rate at which nothing is learned cannot win.
        Assert.Matches(@"\n  1 .* 0\.1\n", run.Output);
        Assert.Matches(@"\n  4 .* 1e-30\n", run.Output);
        Assert.Matches(@"  onnxtrain train \S+d\.csv --target big --epochs 12 --hidden \S+ --learning-rate 0\.1 --folds 3\n", run.Output);
        Assert.Equal(["d.csv"], _folder.Files);
    }

    [Fact]
    public void The_command_that_it_prints_trains()
    {
        var run = Search("--activation", "tanh/relu", "--ignore", "colour", "--seed", "4").Succeeds();
        var command = run.Output.Split('\n').Single(line => line.StartsWith("  onnxtrain train ", StringComparison.Ordinal)).Trim();

        Assert.Contains("--ignore colour --epochs 12 --seed 4 --activation", command, StringComparison.Ordinal);
        var trained = ToolRun
            .Of([.. command.Replace("'", "", StringComparison.Ordinal).Split(' ')[1..], "--output", _folder["m.onnx"]])
            .Succeeds();
        var best = run
            .Output.Split('\n')
            .Single(line => line.StartsWith("  1 ", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains($"3 folds: accuracy {best[1]} % ± {best[3]} %", trained.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_trials_are_drawn_from_ranges_and_choices_by_the_seed()
    {
        string[] options =
        [
            "--trials", "4", "--learning-rate", "1e-4..1e-1", "--dropout", "0..0.5", "--batch-size", "8..9", "--optimizer", "adam/sgd",
        ];
        var run = Search(options).Succeeds();

        Assert.Equal(Trials(run), Trials(Search(options).Succeeds()));
        Assert.NotEqual(Trials(run), Trials(Search([.. options, "--seed", "1"]).Succeeds()));
        Assert.All(
            Trials(run),
            line => Assert.Matches(@"--dropout 0\.[0-4]\d* --optimizer (adam|sgd) --learning-rate 0\.\d+ --batch-size [89]$", line));
        Assert.Equal(4, Trials(run).Distinct().Count());
    }

    [Fact]
    public void Trials_that_diverge_come_last()
    {
        var run = Search("--optimizer", "sgd", "--learning-rate", "1e30/0.01").Succeeds();

        Assert.Matches(@"\n  2 +diverged +1e30\n", run.Output);
        Search("--optimizer", "sgd", "--learning-rate", "1e30/1e29").Refuses("All trials diverged");
    }

    [Theory]
    [InlineData("There is nothing to search", "--hidden", "4")]
    [InlineData("--hidden is 'x'; expected the units", "--hidden", "4/x")]
    [InlineData("--learning-rate is a range", "--learning-rate", "0.1..1")]
    [InlineData("--learning-rate is '1..0.1'; expected a range", "--learning-rate", "1..0.1", "--trials", "2")]
    [InlineData("--dropout is '", "--dropout", "1..2", "--trials", "2")]
    [InlineData(
        "more than 10,000", "--hidden", "1/2/3/4/5/6/7/8/9/10/11", "--l2", "0/1/2/3/4/5/6/7/8/9", "--batch-size", "1/2/3/4/5/6/7/8/9/10",
        "--dropout", "0/0.1/0.2/0.3/0.4/0.5/0.6/0.7/0.8/0.9"
    )]
    [InlineData("--hidden is given 2 times", "--hidden", "4/5", "--hidden", "6")]
    [InlineData("There is no option '--output' of search", "--output", "m.onnx")]
    [InlineData("30 folds are too many for the", "--hidden", "4/5", "--folds", "30")]
    [InlineData("has no column 'nix'", "--hidden", "4/5", "--ignore", "nix")]
    public void What_makes_no_sense_is_refused(string message, params string[] options)
    {
        var folds = options.Contains("--folds") ? Array.Empty<string>() : ["--folds", "3"];
        ToolRun.Of(["search", _folder.Write("d.csv", Tables.Points()), "--target", "big", .. folds, .. options]).Refuses(message);
    }

    [Fact]
    public void Ctrl_C_ranks_what_has_ended()
    {
        using var source = new CancellationTokenSource();
        var output = new Cancelling(source);
        var run = ToolRun.Of(
            output, confirm: null, source.Token, "search", _folder.Write("d.csv", Tables.Points()), "--target", "big", "--folds", "2",
            "--epochs", "1", "--hidden", string.Join('/', Enumerable.Range(2, 400)));

        Assert.Equal(130, run.ExitCode);
        Assert.Matches(@"Stopped after \d+ of 400 trials\.", run.Error);
        Assert.Matches(@"\n  rank .*hidden\n  1 ", run.Output);
    }

    private static List<string> Trials(ToolRun run) =>
        [.. run.Output.Split('\n').Where(line => line.StartsWith("  trial", StringComparison.Ordinal)).Select(line => line.TrimEnd())];

    private ToolRun Search(params string[] options) =>
        ToolRun.Of(["search", _folder.Write("d.csv", Tables.Points()), "--target", "big", "--folds", "3", "--epochs", "12", .. options]);

    /// <summary>Cancels when the first trial has been told.</summary>
    private sealed class Cancelling(CancellationTokenSource source) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith("  trial", StringComparison.Ordinal) == true) source.Cancel();
        }
    }
}
