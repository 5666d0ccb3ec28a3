using OnnxTrain.Kernels;

namespace OnnxTrain.Tests.Kernels;

/// <summary>Attention and its gradients: the same bits from every instruction set and number of threads, in linear memory.</summary>
public class AttentionKernelTests
{
    [Theory]
    [InlineData(1, 1, 1, 150, 150, 33, true)]
    [InlineData(3, 4, 2, 70, 130, 16, false)]
    [InlineData(2, 6, 6, 65, 65, 32, true)]
    public void Every_instruction_set_and_number_of_threads_gives_the_same_bits(
        int batch, int heads, int keyHeads, int queries, int keys, int width, bool isCausal)
    {
        var sizes = new AttentionSizes(batch, heads, keyHeads, queries, keys, width, width) { Scale = 0.2, IsCausal = isCausal };
        var threads = Parallelism.MaxThreads;
        try
        {
            Parallelism.MaxThreads = 1;
            var wanted = Run<float>(sizes, InstructionSets.Available[0]);
            foreach (var count in (int[])[1, 2, 5])
            {
                Parallelism.MaxThreads = count;
                foreach (var set in InstructionSets.Available) Assert.Equal(wanted, Run<float>(sizes, set));
            }

            Assert.Equal(Run<double>(sizes, InstructionSets.Available[0]), Run<double>(sizes, InstructionSets.Available[^1]));
        }
        finally
        {
            Parallelism.MaxThreads = threads;
        }
    }

    [Fact]
    public void Eight_thousand_tokens_take_less_than_a_hundred_megabytes_forward_and_backward()
    {
        Value[] inputs = [.. "qkvg".Select(name => Value.Input($"{name}", ElementType.Float32, [1, 1, 8192, 64]))];
        var y = inputs[0].Attention(inputs[1], inputs[2], causal: true);
        using var plan = new Plan(
            new(inputs, [y, .. Gradients.Of(y, inputs[..3], inputs[3]).Select(g => g!)]), new Dictionary<string, long>());
        Assert.InRange(plan.Memory.Peak, 8 * 8192 * 64 * 4, 100_000_000);
    }

    [Fact]
    public void Dropout_of_kernel_and_formula_draw_the_same()
    {
        Value[] x = [.. "qkvg".Select(name => Value.Input($"{name}", ElementType.Float64, ["batch", 2, 67, 5]))];
        var y = x[0].Attention(x[1], x[2], causal: true, dropout: 0.4);
        Value[] fetches = [y, .. Gradients.Of(y, x[..3], x[3]).Select(g => g!)];
        var (seed, step) = (Value.Input("seed", ElementType.Int64, []), Value.Input("step", ElementType.Int64, []));
        var axes = new Dictionary<string, long> { ["batch"] = 2 };
        using var kernels = new Plan(new(x, fetches), axes, new StepState { Seed = 9, Step = 4 });
        var rewritten = new GraphRewrite(new(x, fetches), new Drawn(new SeededDraws(seed, step), [.. x, seed, step])).Graph;
        Assert.DoesNotContain(rewritten.Nodes, node => node.Op.IsRandom);
        using var formula = new Plan(rewritten, axes);
        formula.Elements<long>(seed)[0] = 9;
        formula.Elements<long>(step)[0] = 4;
        for (var i = 0; i < x.Length; i++)
        {
            var elements = kernels.Elements<double>(x[i]);
            for (var j = 0; j < elements.Length; j++) elements[j] = Math.Sin((i * 7) + (0.3 * j));
            elements.CopyTo(formula.Elements<double>(x[i]));
        }

        kernels.Run();
        formula.Run();
        for (var i = 0; i < fetches.Length; i++)
        {
            var (own, other) = (kernels.Elements<double>(fetches[i]).ToArray(), formula.Elements<double>(rewritten.Fetches[i]).ToArray());
            Assert.All(own.Zip(other), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }
    }

    private static T[][] Run<T>(AttentionSizes sizes, KernelWidth width)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        using var scratch = new Scratch();
        var (queries, keys) = (sizes.Batch * sizes.Heads * sizes.Queries, sizes.Batch * sizes.KeyHeads * sizes.Keys);
        var blocks = new AttentionBlocks<T>(
            Filled(queries * sizes.Width), Filled(keys * sizes.Width), Filled(keys * sizes.Width), new(default, default, null))
        {
            Results = scratch.Allocate<T>(queries * sizes.ValueWidth), LogSumExps = scratch.Allocate<T>(queries),
            Gradients = Filled(queries * sizes.ValueWidth), ByQueries = scratch.Allocate<T>(queries * sizes.Width),
            ByKeys = scratch.Allocate<T>(keys * sizes.Width), ByValues = scratch.Allocate<T>(keys * sizes.ValueWidth),
        };
        AttentionKernel.Forward(sizes, blocks, width)();
        AttentionKernel.Backward(sizes, blocks, scratch, width)();
        return
        [
            blocks.Results.Span.ToArray(), blocks.LogSumExps.Span.ToArray(), blocks.ByQueries.Span.ToArray(), blocks.ByKeys.Span.ToArray(),
            blocks.ByValues.Span.ToArray(),
        ];

        Block<T> Filled(int count)
        {
            var block = scratch.Allocate<T>(count);
            for (var i = 0; i < count; i++) block.Span[i] = T.CreateChecked(Math.Sin((count * 0.01) + (1.7 * i)));
            return block;
        }
    }

    private sealed class Drawn(Draws draws, Value[] feeds) : GraphPass
    {
        public override PassKeeps Keeps => PassKeeps.Types;

        public override Value[]? Rewrite(Node node, Value[] inputs) => node.Op.IsRandom ? node.Op.WithDraws(inputs, draws) : null;

        public override IReadOnlyList<Value> Feeds(IReadOnlyList<Value> _) => feeds;
    }
}
