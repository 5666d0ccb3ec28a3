using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using OnnxTrain.RoundTrip.Tests.Training;

namespace OnnxTrain.RoundTrip.Tests.Lifetime;

/// <summary>Everything that holds native memory, made and forgotten. Runs in a process of its own, since a mistake ends it.</summary>
internal static class AbandonedObjects
{
    /// <summary>What a user may forget to dispose of.</summary>
    public static IReadOnlyDictionary<string, Func<object?>> Makers { get; } = new Dictionary<string, Func<object?>>(StringComparer.Ordinal)
    {
        ["trainer"] = () => Fitted(TrainingBackend.Native),
        ["ort trainer"] = () => Fitted(new OrtBackend()),
        ["ort trainer that accumulates"] = () => Fitted(new OrtBackend(), accumulation: 3),
        ["ort trainer of many batch sizes"] = ManySizes,
        ["ort trainer whose fit failed"] = Failed,
        ["ort backend that lacks an operator"] = Refused,
        ["predictor"] = () => new OnnxPredictor(Path("table")),
        ["session"] = Session,
        ["file that does not load"] = Broken,
        ["evaluator"] = Evaluated,
        ["model"] = () => StepModels.Perceptron(),
        ["variable of a model that is gone"] = () => StepModels.Perceptron().Parameters[0],
        ["verification that was cancelled"] = Cancelled,
    };

    /// <summary>How they are forgotten.</summary>
    public static IReadOnlyList<string> Ways { get; } =
    ["collected", "collected while others run", "left at the exit", "left at the exit of a thread"];

    /// <param name="args">A way; the seed of the order.</param>
    public static int Run(string[] args)
    {
        if (args is not [var way, var seed]) return 2;
        var random = new Random(int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture));
        Func<object?>[] makers = [.. Makers.Values, .. Makers.Values];
        random.Shuffle(makers);
        switch (way)
        {
            case "collected":
                foreach (var maker in makers)
                {
                    Forget(maker);
                    if (random.Next(2) == 0) Collect();
                }

                Collect();
                break;
            case "collected while others run":
                Parallel.ForEach(makers, new() { MaxDegreeOfParallelism = 4 }, maker =>
                {
                    Forget(maker);
                    GC.Collect();
                });
                Collect();
                break;
            case "left at the exit":
                Kept.AddRange(makers.Select(maker => maker()));
                break;
            default:
                var running = new Thread(() => RunOn(makers)) { IsBackground = true };
                running.Start();
                running.Join(TimeSpan.FromSeconds(2));
                break;
        }

        _isEnding = true;
        Console.WriteLine($"{way}: done, {OrtResources.Count} left");
        return 0;
    }

    private static List<object?> Kept { get; } = [];

    private static volatile bool _isEnding;

    /// <summary>Makes objects until the process ends.</summary>
    private static void RunOn(Func<object?>[] makers)
    {
        try
        {
            for (var i = 0; ; i++) Kept.Add(makers[i % makers.Length]());
        }
        catch (Exception) when (_isEnding)
        {
            // ONNX Runtime makes no sessions any more once the process ends.
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(Func<object?> maker) => maker();

    private static void Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private static Trainer Fitted(TrainingBackend backend, int accumulation = 1)
    {
        var trainer = new Trainer(StepModels.Perceptron(), new Adam(0.01), options: new()
        {
            BatchSize = 4, Backend = backend, AccumulationSteps = accumulation,
        });
        trainer.Fit(Data(42), epochs: 2);
        return trainer;
    }

    /// <summary>More sizes of batches than there are plans kept.</summary>
    private static TrainingStep<float> ManySizes()
    {
        var step = new TrainingStep<float>(
            StepModels.Perceptron(), new CrossEntropyLoss(), new Sgd(0.1), new() { Backend = new OrtBackend() });
        for (var rows = 1; rows <= 12; rows++) step.Prepare(rows);
        return step;
    }

    private static Trainer Failed()
    {
        var schedule = new Breaking { Unit = ScheduleUnit.Step };
        var trainer = new Trainer(StepModels.Perceptron(), new Adam(0.01), options: new()
        {
            BatchSize = 4, Backend = new OrtBackend(), Schedule = schedule,
        });
        Assert.Throws<InvalidOperationException>(() => trainer.Fit(Data(40), epochs: 1));
        return trainer;
    }

    private static object? Refused()
    {
        var network = new Sequential(new Linear(4, 8), new Lacking(), new Linear(8, 5));
        var model = Model.Classifier(network, Value.Input("x", ElementType.Float64, ["batch", 4]), 5);
        Assert.Throws<NotSupportedException>(() =>
            new TrainingStep<double>(model, new CrossEntropyLoss(), new Adam(), new() { Backend = new OrtBackend() }));
        return null;
    }

    private static OrtRunner Session()
    {
        var runner = new OrtRunner(Path("perceptron"));
        runner.Run([("x", TensorData.Of<float>(new float[8], [1, 8]))]);
        return runner;
    }

    private static object? Broken()
    {
        Assert.ThrowsAny<Exception>(() => new OrtRunner([1, 2, 3]));
        return null;
    }

    private static Evaluator Evaluated()
    {
        var model = StepModels.Perceptron();
        var evaluator = new Evaluator(model.Inputs, [.. model.Outputs.Select(o => o.Value)]);
        evaluator.Run([TensorData.Of<float>(new float[8], [1, 8])]);
        return evaluator;
    }

    private static OnnxTrain.Verification Cancelled()
    {
        var (model, path) = (StepModels.Perceptron(), Path("perceptron"));
        var verification = new OnnxTrain.Verification(model, path, VerificationData.Of(model, Data(20)), new());
        verification.Run(progress: null, CancellationToken.None);
        return verification;
    }

    /// <summary>A new file in the current folder.</summary>
    private static string Path(string kind)
    {
        var path = $"{Guid.NewGuid():N}.onnx";
        if (kind == "perceptron") StepModels.Perceptron().ExportOnnx(path);
        else TabularModel.Classifier(CsvTable.Parse("a,b,c\n1,x,p\n2,y,q\n3,x,p\n4,y,q\n"), "c", [4]).ExportOnnx(path);
        return path;
    }

    private static Dataset Data(int rows)
    {
        var random = new Random(1);
        float[] features = [.. Enumerable.Range(0, rows * 8).Select(_ => (float)random.NextDouble())];
        return new(Tensor.Create(features, [rows, 8]), [.. Enumerable.Range(0, rows).Select(_ => random.Next(5))], 5);
    }

    private sealed class Breaking : LearningRateSchedule
    {
        public override double Factor(long time, IReadOnlyList<double> losses) =>
            time < 5 ? 1 : throw new InvalidOperationException("No more.");
    }
}
