using System.Globalization;
using System.Text.RegularExpressions;
using OnnxTrain.Tests;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>A run from the table to the verified file leaves the same bytes in every culture.</summary>
public sealed class CultureRunTests
{
    private static readonly Lazy<Dictionary<string, byte[]>> Usual = new(() => FilesOf(CultureInfo.InvariantCulture));

    public static TheoryData<string> Cultures => [.. TestCulture.Names, "odd"];

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Files_reports_and_checkpoints_have_the_same_bytes(string name)
    {
        CultureInfo culture;
        try
        {
            culture = TestCulture.Of(name);
        }
        catch (CultureNotFoundException)
        {
            // The machine has no data of languages; the made-up culture needs none.
            return;
        }

        var files = FilesOf(culture);

        Assert.Equal(Usual.Value.Keys.Order(StringComparer.Ordinal), files.Keys.Order(StringComparer.Ordinal));
        foreach (var (file, bytes) in files) Assert.True(bytes.AsSpan().SequenceEqual(Usual.Value[file]), $"{file} differs under {name}");
    }

    /// <summary>Goes on in the invariant culture with what another one left. The file itself holds times: others in each run.</summary>
    private static void Resume(DataModel model, CsvTable train, CsvTable test, string folder)
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var options = new CheckpointOptions(folder) { Resume = true };
        using (var trainer = new Trainer(
            model, new Adam(1e-2), options: new() { Seed = 1, BatchSize = 16, Diagnose = true, Checkpoint = options }))
            Assert.Equal(5, trainer.Fit(train, epochs: 5, validation: test).Epochs.Count);
        Directory.Delete(folder, recursive: true);
        CultureInfo.CurrentCulture = culture;
    }

    /// <summary>All that a run writes, by name; texts that it yields are among them.</summary>
    private static Dictionary<string, byte[]> FilesOf(CultureInfo culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        var folder = Directory.CreateTempSubdirectory("onnxtrain-culture-").FullName;
        try
        {
            Run(folder);
            return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllBytes, StringComparer.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(string folder)
    {
        string Named(string name) => Path.Combine(folder, name);
        string[] cities = ["İstanbul", "izmir", "ångström"], classes = ["I", "ı"];
        var rows = Enumerable
            .Range(0, 120)
            .Select(i =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(i % 9) - 4.25},{1e-7 * ((i % 7) - 3)},{cities[i % 3]},{classes[i % 2]}"));
        File.WriteAllLines(Named("data.csv"), ["x,y,city,class", .. rows]);
        var table = CsvTable.Read(Named("data.csv"));
        var (train, test) = table.Split(0.8, stratifyBy: "class", seed: 1);
        var model = TabularModel.Classifier(train, target: "class", hidden: [4]);
        var options = new CheckpointOptions(Named("checkpoint"));
        using (var trainer = new Trainer(
            model, new Adam(1e-2), options: new() { Seed = 1, BatchSize = 16, Diagnose = true, Checkpoint = options }))
        {
            var history = trainer.Fit(train, epochs: 3, validation: test);
            trainer.ExportTraining(Named("step"));
            var predictions = Predictions.OfClasses([0.25, 0.75, 0.5, 0.5, 0.999, 0.001], [1, 1, 0], 2);
            var report = new TrainingReport("Culture")
            {
                History = history, Targets = [new("class", predictions)], Data = train,
            };
            // How long it took is another time in each run.
            File.WriteAllText(Named("report.html"), Regex.Replace(report.ToHtml(), @" in [\d.]+ s", ""));
        }

        Resume(model, train, test, options.Folder);
        model.ExportOnnx(Named("model.onnx"));
        File.WriteAllText(Named("verified.txt"), OnnxVerifier.Verify(model, Named("model.onnx"), test).ToString());
        File.WriteAllText(Named("nodes.txt"), OnnxVerifier.VerifyNodes(model, Named("model.onnx"), test).ToString());
        model.SaveWeights(Named("weights.safetensors"));
    }
}
