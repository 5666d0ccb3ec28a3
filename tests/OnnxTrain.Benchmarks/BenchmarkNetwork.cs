namespace OnnxTrain.Benchmarks;

/// <summary>The benchmark networks: layers and batch sizes as PyTorch runs them beside this library.</summary>
internal sealed record BenchmarkNetwork(string Name, int BatchSize, int[] Input, int Classes, Func<Module> Create)
{
    public static IReadOnlyList<BenchmarkNetwork> All { get; } =
    [
        new("iris", 16, [4], 3, () => new Sequential(new Linear(4, 16), new Tanh(), new Linear(16, 3))),
        new(
            "tabular", 32,
            [30],
            2,
            () => new Sequential(new Linear(30, 64), new Relu(), new Linear(64, 32), new Relu(), new Linear(32, 2))),
        new(
            "mlp", 128,
            [784],
            10,
            () => new Sequential(new Linear(784, 800), new Relu(), new Linear(800, 800), new Relu(), new Linear(800, 10))),
        new(
            "lenet", 64,
            [1, 28, 28],
            10,
            () =>
                new Sequential(
                    new Conv2d(1, 6, 5, padding: 2), new Tanh(), new AvgPool2d(2), new Conv2d(6, 16, 5), new Tanh(), new AvgPool2d(2),
                    new Flatten(), new Linear(400, 120), new Tanh(), new Linear(120, 84), new Tanh(), new Linear(84, 10))),
        new(
            "cnn", 64,
            [1, 28, 28],
            10,
            () =>
                new Sequential(
                    new Conv2d(1, 32, 3), new Relu(), new Conv2d(32, 64, 3), new Relu(), new MaxPool2d(2), new Flatten(),
                    new Linear(9216, 128), new Relu(), new Linear(128, 10))),
        new(
            "wide", 256,
            [784],
            10,
            () => new Sequential(new Linear(784, 2048), new Relu(), new Linear(2048, 2048), new Relu(), new Linear(2048, 10))),
        new("resnet18", 8, [3, 64, 64], 1000, () => ResNet.ResNet18(1000)),
        new("mobilenet", 8, [3, 64, 64], 1000, () => new MobileNetV2(1000)),
        new("lstm", 32, [64], 65, () => new CharLstm()) { Type = ElementType.Int64, ClassAxis = -1 },
        new("transformer", 32, [64], 65, () => new LanguageModel(65, 64, 128, 4, 4)) { Type = ElementType.Int64, ClassAxis = -1 },
    ];

    /// <summary>The type of the input: numbers, or the indices of tokens, one for each class.</summary>
    public ElementType Type { get; init; }

    /// <summary>The axis of the classes in the output.</summary>
    public int ClassAxis { get; init; } = 1;

    public static BenchmarkNetwork Named(string name) => All.FirstOrDefault(n => n.Name == name)
        ?? throw new ArgumentException($"There is no network '{name}'; there are {string.Join(", ", All.Select(n => n.Name))}.");

    public Model NewModel()
    {
        var x = Value.Input("x", Type, ["batch", .. Input]);
        return ClassAxis == 1 ? Model.Classifier(Create(), x, Classes) : new(Create(), x);
    }

    /// <summary>A step ready to run on a batch of standard normal numbers or of tokens: cross-entropy and Adam at rate 0.001.</summary>
    /// <param name="backend">What computes it; the library, unless given.</param>
    public TrainingStep<float> NewStep(TrainingBackend? backend = null)
    {
        var options = new TrainingOptions { Backend = backend ?? TrainingBackend.Native };
        var step = new TrainingStep<float>(NewModel(), new CrossEntropyLoss { ClassAxis = ClassAxis }, new Adam(1e-3), options);
        step.Prepare(BatchSize);
        var random = new OnnxTrain.Kernels.RandomStream(1, 0, 0);
        if (Type == ElementType.Int64)
        {
            var tokens = step.Indices(0);
            for (var i = 0; i < tokens.Length; i++) tokens[i] = (long)(random.Uniform((ulong)i) * Classes);
        }
        else
        {
            var features = step.Features(0);
            for (var i = 0; i < features.Length; i++) features[i] = (float)random.Normal((ulong)i);
        }

        for (var i = 0; i < step.Labels.Length; i++) step.Labels[i] = i % Classes;
        step.Upload();
        return step;
    }
}
