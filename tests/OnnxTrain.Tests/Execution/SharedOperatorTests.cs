namespace OnnxTrain.Tests.Execution;

/// <summary>Operators on data large enough for several threads: the same bits for every number of them.</summary>
[Collection(nameof(Alone))]
public sealed class SharedOperatorTests : IDisposable
{
    private readonly int _threads = Parallelism.MaxThreads;

    private static readonly Dictionary<string, (Shape[] Shapes, Func<Value[], Value> Build)> Cases = new()
    {
        ["sum over the batch"] = (
            [
                [300, 400],
            ],
            x => x[0].Sum(0)),
        ["sum of everything"] = (
            [
                [300, 401],
            ],
            x => x[0].Sum()),
        ["sum of few long columns"] = (
            [
                [30001, 5],
            ],
            x => x[0].Sum(0)),
        ["sum over the batch and the image"] = (
            [
                [50, 3, 900],
            ],
            x => x[0].Sum(0, 2)),
        ["maximum over the batch"] = (
            [
                [300, 400],
            ],
            x => x[0].Max(0)),
        ["largest element"] = (
            [
                [9000, 11],
            ],
            x => x[0].ArgMax()),
        ["largest element of strided lanes"] = (
            [
                [11, 9000],
            ],
            x => x[0].ArgMax(0)),
        ["rows of a table"] = (
            [
                [500, 40],
                [3000],
            ],
            x => x[0].Gather(Classes(x[1], 500))),
        ["columns of a table"] = (
            [
                [300, 90],
                [400],
            ],
            x => x[0].Gather(Classes(x[1], 90), 1)),
        ["rows added up"] = (
            [
                [900, 400],
                [900],
            ],
            x => new ScatterAddOp(50).Of(x[0], Classes(x[1], 50))),
        ["joined columns"] = (
            [
                [700, 50],
                [700, 31],
            ],
            x => Value.Concat(1, x)),
        ["joined rows"] = (
            [
                [700, 50],
                [301, 50],
            ],
            x => Value.Concat(0, x)),
        ["columns cut out"] = (
            [
                [700, 90],
            ],
            x => x[0].Slice(1, 20, 77)),
        ["zeros around"] = (
            [
                [700, 90],
            ],
            x => new PadOp(1, 3, 5).Of(x[0])),
        ["many small products"] = (
            [
                [100, 20, 50],
                [100, 50, 30],
            ],
            x => x[0].MatMul(x[1])),
        ["many small products of few columns"] = (
            [
                [100, 60, 50],
                [100, 50, 4],
            ],
            x => x[0].MatMul(x[1])),
        ["few large products"] = (
            [
                [3, 120, 200],
                [3, 200, 100],
            ],
            x => x[0].MatMul(x[1])),
        ["softmax of short rows"] = (
            [
                [9001, 7],
            ],
            x => x[0].Softmax()),
        ["logarithms of probabilities of short rows"] = (
            [
                [9001, 7],
            ],
            x => x[0].LogSoftmax()),
        ["cross-entropy of short rows"] = (
            [
                [9001, 7],
                [9001],
            ],
            x => x[0].SoftmaxCrossEntropy(Classes(x[1], 7))),
        ["gradient of cross-entropy of short rows"] = (
            [
                [9001, 7],
                [9001],
                [9001],
            ],
            x => new SoftmaxCrossEntropyGradientOp().Of(x[0], Classes(x[1], 7), x[2])),
        ["gradient of cross-entropy of long rows"] = (
            [
                [501, 70],
                [501],
                [501],
            ],
            x => new SoftmaxCrossEntropyGradientOp().Of(x[0], Classes(x[1], 70), x[2])),
        ["batch normalization of images"] = (
            [
                [20, 16, 30, 31],
                [16],
                [16],
            ],
            x => new BatchNormalizationOp(1e-5).Of(x)),
        ["batch normalization of rows"] = (
            [
                [700, 200],
                [200],
                [200],
            ],
            x => new BatchNormalizationOp(1e-5).Of(x)),
        ["batch normalization after training"] = (
            [
                [20, 16, 30, 31],
                [16],
                [16],
                [16],
                [16],
            ],
            x => x[0].BatchNormalization(x[1], x[2], x[3], x[4] * x[4])),
        ["gradients of batch normalization of images"] = (
            [
                [20, 16, 30, 31],
                [16],
                [16],
                [16],
                [20, 16, 30, 31],
            ],
            x => Together(new BatchNormalizationGradientOp(1e-5).NodeOf(x[0], x[1], x[2], x[3] * x[3], x[4]))),
        ["gradients of batch normalization of rows"] = (
            [
                [700, 200],
                [200],
                [200],
                [200],
                [700, 200],
            ],
            x => Together(new BatchNormalizationGradientOp(1e-5).NodeOf(x[0], x[1], x[2], x[3] * x[3], x[4]))),
        ["layer normalization"] = (
            [
                [701, 130],
                [130],
            ],
            x => x[0].LayerNormalization(x[1])),
        ["gradients of layer normalization"] = (
            [
                [701, 130],
                [130],
                [701, 130],
            ],
            x => Together(new LayerNormalizationGradientOp(1, 1e-5, true).NodeOf(x))),
        ["group normalization"] = (
            [
                [20, 16, 30, 31],
                [16],
                [16],
            ],
            x => x[0].GroupNormalization(4, x[1], x[2])),
        ["gradients of group normalization"] = (
            [
                [20, 16, 30, 31],
                [16],
                [20, 16, 30, 31],
            ],
            x => Together(new GroupNormalizationGradientOp(4, 1e-5).NodeOf(x))),
        ["local response normalization"] = (
            [
                [20, 16, 30, 31],
            ],
            x => x[0].LocalResponseNormalization(5)),
        ["dropout of channels"] = (
            [
                [20, 160, 6, 5],
            ],
            x => x[0].ChannelDropout(0.3)),
        ["reflection"] = (
            [
                [20, 16, 30, 31],
            ],
            x => x[0].Pad([2, 1], [1, 3], PadMode.Reflect)),
        ["a number around"] = (
            [
                [20, 16, 30, 31],
            ],
            x => x[0].Pad([2, 1], [1, 3], PadMode.Constant, 2)),
        ["bilinear resizing"] = (
            [
                [20, 16, 20, 21],
            ],
            x => x[0].ResizeBy([2.0, 1.5], ResizeMode.Linear)),
        ["gradient of bilinear resizing"] = (
            [
                [20, 16, 20, 21],
            ],
            x =>
            {
                var y = x[0].ResizeBy([2.0, 1.5], ResizeMode.Linear);
                return (y * y).Sum().Gradient(x[0])[0];
            }),
        ["lstm"] = (RecurrentShapes(4, 50, 9, 12, 33, 2), x => Together(new LstmOp(false, true, false).NodeOf(x))),
        ["lstm of large weights"] = (RecurrentShapes(4, 3, 5, 40, 300, 2), x => Together(new LstmOp(true, true, false).NodeOf(x))),
        ["gradients of lstm"] = (RecurrentShapes(4, 50, 9, 12, 33, 2), x => Slopes(new LstmOp(true, true, false), x)),
        ["gradients of gru of large weights"] = (RecurrentShapes(3, 3, 5, 40, 310, 1), x => Slopes(new GruOp(false, true, false), x)),
        ["one-hot"] = (
            [
                [9000],
            ],
            x => Classes(x[0], 10).OneHot(10)),
    };

    /// <summary>Classes out of numbers from −1 to 1.</summary>
    private static Value Classes(Value x, int classes) => ((x + 1.0) * (classes * 0.499)).Cast(ElementType.Int64);

    /// <summary>All outputs of a node in one.</summary>
    private static Value Together(Node node) => Value.Concat(0, [.. node.Outputs.Select(o => o.Reshape([o.Shape.ElementCount]))]);

    /// <summary>The inputs of a recurrent layer, with <paramref name="states"/> states.</summary>
    private static Shape[] RecurrentShapes(int gates, int batch, int time, int features, int units, int states) =>
    [
        [batch, time, features], [gates * units, features], [gates * units, units], [gates * units], [gates * units],
        .. Enumerable.Repeat<Shape>([batch, units], states),
    ];

    private static Value Slopes(Op op, Value[] x)
    {
        var y = op.Of(x);
        return Value.Concat(0, [.. (y * y).Sum().Gradient(x).Select(g => g.Reshape([g.Shape.ElementCount]))]);
    }

    public static TheoryData<string> Names => [.. Cases.Keys];

    public void Dispose() => Parallelism.MaxThreads = _threads;

    [Theory, MemberData(nameof(Names))]
    public void Any_number_of_threads_gives_the_same_bits(string name)
    {
        var (shapes, build) = Cases[name];
        Value[] inputs = [.. shapes.Select((shape, i) => Value.Input($"x{i}", ElementType.Float32, shape))];
        var output = build(inputs).Cast(ElementType.Float32);
        using var plan = new Plan(new(inputs, [output]), new Dictionary<string, long>());
        var random = new Random(1);
        foreach (var input in inputs)
        {
            foreach (ref var e in plan.Elements<float>(input)) e = (float)((2 * random.NextDouble()) - 1);
        }

        Parallelism.MaxThreads = 1;
        plan.Run();
        var alone = plan.Elements<float>(output).ToArray();
        foreach (var threads in (int[])[2, 3, 4])
        {
            Parallelism.MaxThreads = threads;
            for (var round = 0; round < 5; round++)
            {
                plan.Elements<float>(output).Clear();
                plan.Run();
                Assert.Equal(alone, plan.Elements<float>(output).ToArray());
            }
        }
    }

    [Fact]
    public void A_product_in_a_batch_has_the_bits_that_it_has_alone()
    {
        foreach (var (m, n, k) in ((int, int, int)[])[(20, 30, 50), (60, 4, 50), (7, 9, 300)])
        {
            Value a = Value.Input("a", ElementType.Float32, [40, m, k]), b = Value.Input("b", ElementType.Float32, [40, k, n]);
            var together = a.MatMul(b);
            Value[] alone =
            [
                .. Enumerable.Range(0, 40).Select(i => a.Slice(0, i, i + 1).Reshape([m, k]).MatMul(b.Slice(0, i, i + 1).Reshape([k, n]))),
            ];
            using var plan = new Plan(new([a, b], [together, .. alone]), new Dictionary<string, long>());
            var random = new Random(2);
            foreach (ref var e in plan.Elements<float>(a)) e = (float)random.NextDouble();
            foreach (ref var e in plan.Elements<float>(b)) e = (float)random.NextDouble();
            plan.Run();
            Assert.Equal(alone.SelectMany(v => plan.Elements<float>(v).ToArray()), plan.Elements<float>(together).ToArray());
        }
    }
}
