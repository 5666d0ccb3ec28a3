using System.Globalization;

namespace OnnxTrain.Benchmarks;

/// <summary>
/// <c>files</c>: prints for the training files of each network, and of perceptrons of 1 to 8 layers with each of a few optimizers, the
/// nodes of the step, its bytes and the bytes of all variables, between tabs.
/// </summary>
internal static class FilesBenchmark
{
    public static int Run()
    {
        Console.WriteLine("network\tnodes\tbytes of the step\tbytes of its variables");
        foreach (var network in BenchmarkNetwork.All) Print(network.Name, network.NewModel(), new Adam(1e-3));
        foreach (var optimizer in (Optimizer[])[new Sgd(0.1), new Adam(1e-3)])
        {
            for (var layers = 1; layers <= 8; layers *= 2)
                Print($"{layers} × (Linear, Relu), {optimizer.GetType().Name}", Perceptron(layers, dropout: false), optimizer);
        }

        for (var layers = 1; layers <= 8; layers *= 2)
            Print($"{layers} × (Linear, Relu, Dropout), Sgd", Perceptron(layers, dropout: true), new Sgd(0.1));
        return 0;
    }

    private static Model Perceptron(int layers, bool dropout)
    {
        var network = new List<Module>();
        for (var i = 0; i < layers; i++)
        {
            network.AddRange([new Linear(32, 32), new Relu()]);
            if (dropout) network.Add(new Dropout(0.5));
        }

        return Model.Classifier(new Sequential([.. network]), Value.Input("x", ElementType.Float32, ["batch", 32]), 32);
    }

    private static void Print(string name, Model model, Optimizer optimizer)
    {
        var folder = Directory.CreateTempSubdirectory("onnxtrain-files-");
        try
        {
            using var trainer = new Trainer(model, optimizer);
            var files = trainer.ExportTraining(folder.FullName);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}\t{files.NodeCount}\t{new FileInfo(files.Training).Length}\t{new FileInfo(files.Weights).Length}"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
