using System.Text;
using Google.Protobuf;
using OnnxTrain.Onnx;

namespace OnnxTrain.Benchmarks.Fuzz;

/// <summary>Every reader of the library and the tool, by name.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("csv", () => [.. FuzzSeeds.Tables.Select(Encoding.UTF8.GetBytes)], CsvMutator.Mutate, ReadCsv, IsData),
        new("idx", FuzzSeeds.Idx, ByteMutator.Mutate, (input, folder) => IdxFile.Read(Save(input, folder, "data.idx")).ToFloats(), IsData),
        new("safetensors", FuzzSeeds.Weights, SafeTensorsMutator.Mutate, ReadWeights, IsData),
        new("checkpoint", FuzzSeeds.Checkpoints, SafeTensorsMutator.Mutate, ReadCheckpoint, IsData),
        new("onnx-model", FuzzSeeds.Models, OnnxMutator.Mutate, ReadModel, IsData),
        new("metadata", FuzzSeeds.Models, MutateMetadata, ReadModel, IsData),
        new("predictor", FuzzSeeds.Models, OnnxMutator.Mutate, Predict, IsData),
        new("verifier", FuzzSeeds.Models, OnnxMutator.Mutate, Verify, _ => false),
        new(
            "inspect", FuzzSeeds.Models, OnnxMutator.Mutate,
            (input, folder) => Tool(folder, "inspect", Save(input, folder, "m.onnx"), "--nodes"),
            _ => false),
        new(
            "manifest",
            () => [FuzzSeeds.Training.Manifest],
            JsonMutator.Mutate,
            (input, folder) => Finish(folder, input, FuzzSeeds.Training.Model, FuzzSeeds.Training.Weights),
            IsData),
        new(
            "manifest-model",
            () => [FuzzSeeds.Training.Model],
            OnnxMutator.Mutate,
            (input, folder) => Finish(folder, FuzzSeeds.Training.Manifest, input, FuzzSeeds.Training.Weights),
            IsData),
        new(
            "images", FuzzSeeds.Images, ByteMutator.Mutate,
            (input, folder) =>
                ImageDecoders.Read(Save(input, folder, "image"), Cli.ToolDecoders.All, input.Length % 2 == 0 ? (8, 8) : null),
            e => IsData(e) || e is NotSupportedException),
        new("arguments", FuzzSeeds.Arguments, ArgumentMutator.Mutate, RunTool, _ => false),
        new("report", FuzzSeeds.Charts, ByteMutator.Mutate, DrawChart, _ => false),
    ];

    public static FuzzTarget? Find(string name) => All.FirstOrDefault(t => t.Name == name);

    private static bool IsData(Exception e) => e is DataException;

    private static string Save(byte[] input, string folder, string name)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, input);
        return path;
    }

    private static void ReadCsv(byte[] input, string folder)
    {
        var table = CsvTable.Read(Save(input, folder, "data.csv"));
        _ = table.Report();
        var (target, isNumeric) = (table.Columns[^1].Name, table.Columns[^1].Kind == ColumnKind.Numeric);
        var model = isNumeric ? TabularModel.Regressor(table, target, [2]) : TabularModel.Classifier(table, target, [2]);
        _ = model.Encode(table);
        model.ExportOnnx(Path.Combine(folder, "m.onnx"));
        _ = TabularModel.Load(Path.Combine(folder, "m.onnx"));
    }

    private static void ReadWeights(byte[] input, string folder)
    {
        var model = FuzzSeeds.NewNetwork();
        var before = model.Parameters[0].ToTensor<float>().ToArray();
        var path = Save(input, folder, "w.safetensors");
        try
        {
            model.LoadWeights(path);
        }
        catch (DataException) when (!model.Parameters[0].ToTensor<float>().ToArray().SequenceEqual(before))
        {
            throw new InvalidOperationException("The model was changed although the file was refused.");
        }
    }

    private static void ReadCheckpoint(byte[] input, string folder)
    {
        Save(input, folder, CheckpointOptions.FileName);
        using var trainer = FuzzSeeds.NewTrainer(folder);
        var before = trainer.Model.Parameters[0].ToTensor<float>().ToArray();
        try
        {
            trainer.Fit(FuzzSeeds.Rows, epochs: 4);
        }
        catch (DataException) when (!trainer.Model.Parameters[0].ToTensor<float>().ToArray().SequenceEqual(before))
        {
            throw new InvalidOperationException("The model was changed although the checkpoint was refused.");
        }
        catch (TrainingDivergedException)
        {
            // Weights of any size are weights.
        }
    }

    private static byte[] MutateMetadata(Random random, byte[] input)
    {
        var model = ModelProto.Parser.ParseFrom(input);
        foreach (var property in model.MetadataProps.Where(p => p.Value.StartsWith('{')))
            property.Value = JsonMutator.Mutate(random, property.Value);
        return model.ToByteArray();
    }

    private static void ReadModel(byte[] input, string folder)
    {
        var path = Save(input, folder, "m.onnx");
        var model = DataModel.Load(path);
        if (model.Image is null) _ = model.Predict(FuzzSeeds.Table);
    }

    private static void Predict(byte[] input, string folder)
    {
        var path = Save(input, folder, "m.onnx");
        using var predictor = new OnnxPredictor(path);
        _ = predictor.Predict(FuzzSeeds.Table);
    }

    private static void Verify(byte[] input, string folder)
    {
        var path = Save(input, folder, "m.onnx");
        _ = OnnxVerifier.Verify(FuzzSeeds.Tabular, path, FuzzSeeds.Table).ToString();
        _ = OnnxVerifier.VerifyNodes(FuzzSeeds.Tabular, path, FuzzSeeds.Table).ToString();
    }

    private static void Finish(string folder, byte[] manifest, byte[] model, byte[] weights)
    {
        Save(manifest, folder, TrainingFiles.ManifestName);
        Save(model, folder, TrainingFiles.ModelName);
        var finished = Path.Combine(folder, "finished.onnx");
        TrainingFiles.Finish(folder, Save(weights, folder, "w.safetensors"), finished);

        // What is finished from a description that says something else must be right all the same.
        if (!File.ReadAllBytes(finished).SequenceEqual(FuzzSeeds.Training.Finished))
            throw new InvalidOperationException("A wrong model was written without a word.");
    }

    private static void RunTool(byte[] input, string folder)
    {
        File.WriteAllText(Path.Combine(folder, "t.csv"), FuzzSeeds.Tables[0]);
        Tool(folder, Encoding.UTF8.GetString(input).Split('\n'));
    }

    private static void Tool(string folder, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        args = [.. args.Select(a => a.Replace("FOLDER", folder, StringComparison.Ordinal))];
        var code = Cli.Tool.Run(args, Cli.Terminal.Of(output, error), stop.Token);
        var said = error.ToString();
        if (said.Contains("Unexpected:", StringComparison.Ordinal) || code is not (0 or 1 or 2 or 130))
            throw new InvalidOperationException($"exit code {code}: {said}");
    }

    private static void DrawChart(byte[] input, string folder)
    {
        double[] numbers = [.. input.Chunk(8).Where(c => c.Length == 8).Select(c => BitConverter.ToDouble(c))];
        foreach (var log in (ReadOnlySpan<bool>)[false, true])
        {
            var axis = ChartAxis.Of("x", numbers, log);
            if (
                axis.Ticks.Count > 20
                || !axis.Ticks.All(t => double.IsFinite(t.Value))
                || !numbers.All(n => axis.Place(n) is >= 0 and <= 1))
                throw new InvalidOperationException("An axis is broken.");
        }
    }
}
