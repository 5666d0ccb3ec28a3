using OnnxTrain.RoundTrip.Tests.Training;

namespace OnnxTrain.Cli.Tests.Steps;

/// <summary>Files of a training step as a program outside uses them: ONNX Runtime, names and bytes.</summary>
internal sealed class StepFiles(string folder)
{
    public static string[] Names { get; } =
    ["inference.onnx", "initial.onnx", "initial.safetensors", "model.onnx", "training.json", "training.onnx"];

    public Dictionary<string, TensorData> Variables { get; } = Initial(folder);

    /// <summary>Runs steps on one batch; returns the losses.</summary>
    public float[] Train(int steps, params (string Name, TensorData Tensor)[] batch)
    {
        using var session = new OrtRunner(Path.Combine(folder, "training.onnx"), threads: 1);
        var names = session.Outputs.Select(output => output.Name).ToList();
        var losses = new float[steps];
        for (var i = 0; i < steps; i++)
        {
            (string Name, TensorData Tensor)[] all =
            [
                .. batch, .. Variables.Select(v => (v.Key, v.Value)), ("learning_rate", TensorData.Of<float>([0.02f], [])),
                ("step", TensorData.Of<long>([i + 1], [])), ("seed", TensorData.Of<long>([1], [])),
            ];
            var results = session.Run([.. all.Where(feed => session.Inputs.Any(input => input.Name == feed.Name))]);
            foreach (var (name, tensor) in names.Zip(results).Where(r => r.First.EndsWith("/updated", StringComparison.Ordinal)))
                Variables[name[..^"/updated".Length]] = tensor;
            losses[i] = results[names.IndexOf("loss")].As<float>()[0];
        }

        return losses;
    }

    /// <summary>Writes variables as safetensors.</summary>
    public static string Save(string path, IReadOnlyDictionary<string, TensorData> variables)
    {
        SafeTensors.Write(path, variables);
        return path;
    }

    private static Dictionary<string, TensorData> Initial(string folder)
    {
        using var session = new OrtRunner(Path.Combine(folder, "initial.onnx"));
        return session.Outputs.Select(output => output.Name).Zip(session.Run([])).ToDictionary(v => v.First, v => v.Second);
    }
}
