namespace OnnxTrain.Tests.Execution;

/// <summary>Operators on data large enough for several threads: the same bits for every number of them.</summary>
[Collection(nameof(Alone))]
public sealed class SharedOperatorTests : IDisposable
{
    private readonly int _threads = Parallelism.MaxThreads;

    private static readonly Dictionary<string, (Shape[] Shapes, Func<Value[], Value> Build)> Cases = new()
    {
        ["sum over the batch"] = ([[300, 400]], x => x[0].Sum(0)),
        ["sum of everything"] = ([[300, 401]], x => x[0].Sum()),
        ["sum of few long columns"] = ([[30001, 5]], x => x[0].Sum(0)),
        ["sum over the batch and the image"] = ([[50, 3, 900]], x => x[0].Sum(0, 2)),
        ["maximum over the batch"] = ([[300, 400]], x => x[0].Max(0)),
    };

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
}
