namespace OnnxTrain.Tests.Execution;

/// <summary>What a plan tells of itself, against numbers computed by hand.</summary>
public sealed class PlanDescriptionTests
{
    private static readonly Dictionary<string, long> NoAxes = [];

    private readonly Value _x = Value.Input("x", ElementType.Float32, ["batch", 3]);
    private readonly Value _weight = Value.Input("weight", ElementType.Float32, [4, 3]),
        _bias = Value.Input("bias", ElementType.Float32, [4]);

    [Fact]
    public void Steps_are_described_with_bytes_and_operations()
    {
        using var plan = SmallPlan();
        var work = plan.Work;
        Assert.Equal(["Gemm", "Greater + Where", "ReduceSum"], work.Select(w => w.Operators));
        Assert.Equal(["layer", "", ""], work.Select(w => w.Path));

        // Of 4 bytes each: x [2, 3], weight [4, 3] and bias [4]; the product [2, 4] and two constants; the chosen [2, 4].
        Assert.Equal([4 * (6 + 12 + 4), 4 * (8 + 2), 4 * 8], work.Select(w => w.BytesRead));
        Assert.Equal([4 * 8, 4 * 8, 4], work.Select(w => w.BytesWritten));

        // 2·m·n·k + m·n; a comparison and a choice for each of 8; 8 numbers added.
        Assert.Equal([(2 * 2 * 4 * 3) + 8, 2 * 8, 8], work.Select(w => w.Operations));
    }

    [Fact]
    public void The_text_has_a_line_for_each_step_and_their_totals()
    {
        using var plan = SmallPlan();
        var lines = plan.Describe().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["bytes", "read", "written", "operations", "module", "operators", "and", "shapes"], Words(lines[0]));
        Assert.Equal("88 32 56 layer Gemm: [2, 3], [4, 3], [4] → [2, 4]", Joined(lines[1]));
        Assert.Equal("40 32 16 Greater + Where: [2, 4], [], [] → [2, 4]", Joined(lines[2]));
        Assert.Equal("32 4 8 ReduceSum: [2, 2, 2] → []", Joined(lines[3]));
        Assert.Equal("160 68 80 total", Joined(lines[4]));

        // Feeds 4 · (6 + 12 + 4), constants 4 · 2.
        Assert.Equal(
            $"memory: arena {plan.ArenaBytes} + variables 0 + feeds and constants 96 + kept results 0 + scratch {plan.Memory.Scratch} = "
                + $"{plan.ArenaBytes + 96 + plan.Memory.Scratch} bytes at peak",
            lines[5]);
        Assert.Equal(6, lines.Length);
    }

    [Fact]
    public void Times_appear_after_a_profiled_run_only()
    {
        using var plan = SmallPlan();
        plan.Run();
        Assert.DoesNotContain("time", plan.Describe(peak: 1e9), StringComparison.Ordinal);
        for (var i = 0; i < 5; i++) plan.RunProfiled();
        Assert.Equal(5, plan.ProfiledRuns);
        var without = plan.Describe().Split('\n');
        Assert.StartsWith("time µs share GFLOP/s bytes", Joined(without[0]), StringComparison.Ordinal);
        Assert.DoesNotContain("of peak", without[0], StringComparison.Ordinal);
        Assert.Contains("100.0%", without[4], StringComparison.Ordinal);
    }

    [Fact]
    public void Rates_follow_from_times_operations_and_the_peak()
    {
        using var plan = SmallPlan();
        plan.RunProfiled();
        plan.RunProfiled();
        var frequency = System.Diagnostics.Stopwatch.Frequency;
        foreach (var (step, share) in plan.Steps.Zip([50, 30, 20])) step.Ticks = 2 * share * frequency / 1_000_000;
        var lines = plan.Describe(peak: 2e6).Split('\n');
        Assert.StartsWith("time µs share GFLOP/s of peak bytes", Joined(lines[0]), StringComparison.Ordinal);

        // 56 operations in 50 µs are 1.12 million a second, 0.0011 GFLOP/s.
        Assert.StartsWith("50.00 50.0% 0.00 56.0% 88", Joined(lines[1]), StringComparison.Ordinal);
        Assert.StartsWith("30.00 30.0% 0.00 26.7% 40", Joined(lines[2]), StringComparison.Ordinal);
        Assert.StartsWith("20.00 20.0% 0.00 20.0% 32", Joined(lines[3]), StringComparison.Ordinal);
        Assert.StartsWith("100.00 100.0% 0.00 40.0% 160", Joined(lines[4]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_profiled_run_gives_the_bits_of_an_ordinary_one()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var graph = new RandomGraph(seed, size: 13, operators: 30);
            using Plan ordinary = new(new(graph.Inputs, [graph.Last]), NoAxes), profiled = new(new(graph.Inputs, [graph.Last]), NoAxes);
            foreach (var input in graph.Inputs)
            {
                ordinary.Elements<float>(input).Fill(0.3f);
                profiled.Elements<float>(input).Fill(0.3f);
            }

            ordinary.Run();
            profiled.RunProfiled();
            Assert.Equal(ordinary.Elements<float>(graph.Last).ToArray(), profiled.Elements<float>(graph.Last).ToArray());
        }
    }

    [Fact]
    public void Copies_into_variables_are_steps()
    {
        Variable a = new("a", [30], Initializer.Zeros), b = new("b", [30], Initializer.Zeros);
        using var block = new VariableBlock("block", [a, b], ElementType.Float32);
        a.Elements<float>().Fill(1);
        using var plan = new Plan(new([], [], [new(a, b), new(b, a)]), NoAxes);

        // Either old value is set aside before one of them changes.
        Assert.Equal(["Copy a", "Copy b", "Copy a", "Copy b"], plan.Work.Select(w => $"{w.Operators} {w.Path}"));
        Assert.All(plan.Work, w => Assert.Equal((120, 120, 0), (w.BytesRead, w.BytesWritten, w.Operations)));
        Assert.Equal(new(Arena: 0, Variables: 2 * 128, Given: 0, Kept: 2 * 120, Scratch: 0), plan.Memory);
        plan.RunProfiled();
        Assert.Equal((0, 1), (a.Elements<float>()[29], b.Elements<float>()[29]));
    }

    [Fact]
    public void A_value_that_is_written_in_place_is_not_copied()
    {
        var variable = new Variable("a", [30], Initializer.Zeros);
        using var block = new VariableBlock("block", [variable], ElementType.Float32);
        using var plan = new Plan(new([], [], [new(variable, variable.ToValue() * variable.ToValue())]), NoAxes);
        var work = Assert.Single(plan.Work);
        Assert.Equal(("Mul", 120, 120, 30), (work.Operators, work.BytesRead, work.BytesWritten, work.Operations));
    }

    [Fact]
    public void Gradients_that_lie_in_their_block_already_are_not_copied()
    {
        Value x = Value.Input("x", ElementType.Float32, [10]), sum = x.Sum().Reshape([1]);
        using var plan = new Plan(new([x], [new PackOp([0, 16], 32).Of(sum, x)]), NoAxes);
        var pack = plan.Work[^1];

        // The sum is written there; x is a feed, with a place of its own.
        Assert.Equal(("Pack", 40, 40, 0), (pack.Operators, pack.BytesRead, pack.BytesWritten, pack.Operations));
        Assert.Equal(32 * 4, plan.Memory.Kept);
    }

    [Fact]
    public void Operations_are_counted_by_kind()
    {
        Value x = Value.Input("x", ElementType.Float32, [2, 5, 3]),
            y = Value.Input("y", ElementType.Float32, [3, 4]), m = Value.Input("m", ElementType.Float32, [3, 7]);
        Assert.Equal(2 * (2 * 5 * 4 * 3), Operations(x.MatMul(y)));
        Assert.Equal(2 * (4 * 7 * 3), Operations(new GemmOp(TransposeA: true).Of(y, m)));
        Assert.Equal(30, Operations(x.Mean(1)));
        Assert.Equal(30, Operations(x.Softmax(0)));
        Assert.Equal(30, Operations(x.ArgMax()));
        Assert.Equal(30, Operations(x.Dropout(0.5)));
        Assert.Equal(30, Operations(x.Exp()));
        Assert.Equal(0, Operations(x.Transpose(2, 0, 1)));
        Assert.Equal(0, Operations(y.Expand([6, 3, 4])));

        long Operations(Value value)
        {
            using var plan = new Plan(new([x, y, m], [value]), NoAxes);
            return Assert.Single(plan.Work).Operations;
        }
    }

    /// <summary>A product, two operators that fuse, a view and a sum.</summary>
    private Plan SmallPlan()
    {
        Value product;
        using (Trace.Named("layer")) product = _x.Linear(_weight, _bias);
        var chosen = Value.Where(product > Value.Constant(0, ElementType.Float32), product, Value.Constant(0.5, ElementType.Float32));
        return new(new([_x, _weight, _bias], [chosen.Reshape(["batch", 2, 2]).Sum()]), new Dictionary<string, long> { ["batch"] = 2 });
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Joined(string line) => string.Join(' ', Words(line));
}
