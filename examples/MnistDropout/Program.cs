// Dropout on MNIST: the networks of table 2 of Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: a simple way to
// prevent neural networks from overfitting" (2014), trained, exported, and checked in ONNX Runtime on all test images.
//
//   dotnet run -c Release --project examples/MnistDropout -- FOLDER [RUN ...]
//
// FOLDER holds the four files of MNIST in IDX format, gzipped or not. Without names, every run of the table follows. A run is kept under
// runs/NAME while it lasts: after Ctrl-C or a power cut the same command goes on where it stopped.
using OnnxTrain;

Recipe[] recipes =
[
    new("logistic", "2 × 800 logistic", [800, 800], () => new Sigmoid(), Epochs: 60, Published: 1.60),
    new("logistic-dropout", "3 × 1024 logistic, dropout", [1024, 1024, 1024], () => new Sigmoid(), Epochs: 150, Published: 1.35)
    {
        Drops = true,
    },
    new("relu-dropout", "3 × 1024 ReLU, dropout", [1024, 1024, 1024], () => new Relu(), Epochs: 100, Published: 1.25) { Drops = true },
    new("relu-dropout-maxnorm", "3 × 1024 ReLU, dropout, max-norm", [1024, 1024, 1024], () => new Relu(), Epochs: 100, Published: 1.06)
    {
        Drops = true, MaxNorm = 2,
    },
];

if (args.Length == 0 || args.Skip(1).Any(name => recipes.All(r => r.Name != name)))
{
    Console.Error.WriteLine(
        $"usage: dotnet run -c Release --project examples/MnistDropout -- FOLDER [{string.Join("|", recipes.Select(r => r.Name))} ...]");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
try
{
    var (train, test) = (Read(args[0], "train"), Read(args[0], "t10k"));
    foreach (var recipe in recipes.Where(r => args.Length == 1 || args.Contains(r.Name)))
    {
        if (Run(recipe, train, test, stop.Token)) continue;
        Console.WriteLine($"{recipe.Name}: stopped; the same command goes on.");
        return 130;
    }

    return 0;
}
catch (Exception e) when (e is DataException or IOException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

static bool Run(Recipe recipe, Dataset train, Dataset test, CancellationToken stop)
{
    Console.WriteLine($"{recipe.Name}: {recipe.Title}, {recipe.Epochs} epochs");
    var model = Model.Classifier(recipe.Network(), Value.Input("image", ElementType.Float32, ["batch", 784]), classes: 10);
    model.Initialize(seed: 1);
    var folder = Path.Combine("runs", recipe.Name);
    using var trainer = new Trainer(model, new Adam(1e-3), options: new()
    {
        Seed = 1,
        BatchSize = 128,
        Schedule = new CosineSchedule(recipe.Epochs),
        Constraint = recipe.MaxNorm is { } radius ? new UnitNormLimit(radius) : null,
        Checkpoint = new(folder) { Resume = true },
    });

    // No weights are chosen by the test images: the last ones count. Their error is shown as training goes on.
    var history = trainer.Fit(train, recipe.Epochs, test, new Print(), stop);
    if (history.StopReason == StopReason.Cancelled) return false;
    var error = 1 - history.Epochs[^1].ValidationMetric!.Value;
    Console.WriteLine(
        $"{recipe.Title}: {error:0.00%} of the test images wrong (published {recipe.Published:0.00} %), {history.Epochs.Count} epochs, "
            + $"{history.Elapsed.TotalMinutes:0.0} minutes");

    var file = Path.Combine(folder, "mnist.onnx");
    model.ExportOnnx(file, new() { IncludeLogits = true });
    var report = OnnxVerifier.Verify(model, file, test, new() { AbsoluteTolerance = 1e-4, RelativeTolerance = 0 }, cancellationToken: stop);
    Console.WriteLine(report);
    report.ThrowIfDifferent();
    return true;
}

static Dataset Read(string folder, string part) =>
    IdxFile.ReadImagesAndLabels(Find(folder, $"{part}-images-idx3-ubyte"), Find(folder, $"{part}-labels-idx1-ubyte"));

static string Find(string folder, string name)
{
    var path = Path.Combine(folder, name);
    return File.Exists(path) ? path : $"{path}.gz";
}

/// <summary>One row of the table.</summary>
sealed record Recipe(string Name, string Title, int[] Hidden, Func<Module> Activation, int Epochs, double Published)
{
    /// <summary>Whether a fifth of the pixels and half of the hidden units are dropped in each step.</summary>
    public bool Drops { get; init; }

    /// <summary>The longest that the weights into a unit may be.</summary>
    public double? MaxNorm { get; init; }

    public Sequential Network()
    {
        var layers = new List<Module>();
        var width = 784;
        if (Drops) layers.Add(new Dropout(0.2));
        foreach (var units in Hidden)
        {
            layers.AddRange([new Linear(width, units, initializer: Initializer.HeNormal(width)), Activation()]);
            if (Drops) layers.Add(new Dropout(0.5));
            width = units;
        }

        layers.Add(new Linear(width, 10, initializer: Initializer.GlorotNormal(width, 10)));
        return new([.. layers]);
    }
}

sealed class Print : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        if (value.Result is { } e)
            Console.WriteLine(
                $"  epoch {e.Epoch, 3}: loss {e.TrainingLoss:0.0000}, test loss {e.ValidationLoss:0.0000}, test error "
                    + $"{1 - e.ValidationMetric:0.00%}, {e.Seconds:0.0} s, {value.Remaining?.TotalMinutes:0} minutes left");
    }
}
