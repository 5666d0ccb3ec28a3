using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Features;

/// <summary>A text means the same wherever it is read: in training, in a table to predict, and in the file that gets it as it is.</summary>
public sealed class SpellingTests : IDisposable
{
    private const int Rows = 64;

    private static readonly string[] Truths = ["true", "True", "TRUE", "t", "T", "yes", "Yes", "YES", "y", "Y", "1"];
    private static readonly string[] Lies = ["false", "False", "FALSE", "f", "F", "no", "No", "NO", "n", "N", "0"];
    private static readonly string[] Missing = ["", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "None", "<NA>", "#N/A", "?"];
    private static readonly string[] Unknown = ["maybe", "TRue", " true", "true ", "Na", " ", "2", "a ", "A"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_spelling_of_a_value_is_that_value(int seed)
    {
        var random = new Random(seed);
        string Drawn(string[] texts) => texts[random.Next(texts.Length)];
        var words = (True: Drawn(Truths[..6]), False: Drawn(Lies[..6]));
        var rows = Enumerable.Range(0, Rows).Select(i => $"{(i % 5 == 0 ? Drawn(Missing) : i % 2 == 0 ? words.True : words.False)},"
            + $"{(i % 7 == 0 ? Drawn(Missing) : Drawn(["a", "b"]))},{(i % 9 == 0 ? Drawn(Missing) : $"{i}")},{i % 2}");
        Write(CsvTable.Parse("flag,letter,number,y\n" + string.Join('\n', rows)));

        RequireSame("flag", Truths);
        RequireSame("flag", Lies);
        foreach (var column in (string[])["flag", "letter"])
        {
            RequireSame(column, Missing);
            RequireSame(column, Unknown);
        }

        RequireSame("number", Missing, isText: false);
        RequireSame("number", ["7", "7.0", " 7", "07", "+7", "7e0"], isText: false);
        RequireDifferent("flag", "true", "false", "", "maybe");
        RequireDifferent("letter", "a", "b", "", "maybe");
    }

    [Fact]
    public void Texts_that_stand_for_a_missing_value_go_with_the_file()
    {
        var rows = Enumerable.Range(0, Rows).Select(i =>
            $"{(i % 3 == 0 ? "-" : i % 2 == 0 ? "NA" : "FR")},{(i % 4 == 0 ? "-" : $"{i}")},{i % 2}");
        Write(CsvTable.Parse("letter,number,y\n" + string.Join('\n', rows), new() { MissingValues = ["-"] }));

        RequireSame("letter", ["", "-"]);
        RequireSame("number", ["", "-"], isText: false);
        RequireDifferent("letter", "NA", "FR", "-");
    }

    [Fact]
    public void A_category_of_a_database_is_not_taken_for_missing()
    {
        var countries = OnnxTrain.Rows.From(
            Enumerable.Range(0, Rows).Select(i => i % 3 == 0 ? null : i % 2 == 0 ? "NA" : "FR").ToArray(),
            c => c.Category("letter", name => name).Category("y", name => name is null ? "none" : "some"));
        Write(countries.ToTable());

        RequireSame("letter", ["", "null", "None"]);
        RequireDifferent("letter", "NA", "FR", "");
    }

    [Fact]
    public void Classes_are_truth_values_in_one_spelling_or_texts_as_written()
    {
        static DataModel Of(params string[] classes) => TabularModel.Classifier(
            CsvTable.Parse("x,y\n" + string.Concat(Enumerable.Range(0, 12).Select(i => $"{i},{classes[i % classes.Length]}\n"))), "y", [2]);

        Assert.Equal(["false", "true"], Of("TRUE", "False", "true").Classes);
        Assert.Equal(["No", "Yes"], Of("Yes", "No").Classes);
        Assert.Equal(["A", "a", "a "], Of("a", "A", "a ").Classes);
        var model = Of("TRUE", "FALSE");
        var rows = CsvTable.Parse("x,y\n1,true\n2,No\n");
        Assert.Equal([1, 0], model.Encode(rows).Labels.ToArray());
    }

    private void Write(CsvTable table)
    {
        var model = TabularModel.Classifier(table, "y", [6]);
        using var trainer = new Trainer(model, new Adam(0.05), options: new() { BatchSize = 16 });
        trainer.Fit(model.Encode(table), epochs: 3);
        model.ExportOnnx(_folder["m.onnx"]);
        OnnxVerifier.Verify(model, _folder["m.onnx"], table).ThrowIfDifferent();
    }

    /// <summary>Requires one prediction of all texts in a column, whichever way they get to the model.</summary>
    private void RequireSame(string column, string[] texts, bool isText = true)
    {
        var all = Predictions(column, texts, isText);
        Assert.All(all, prediction => Assert.Equal(all[0], prediction, 1e-6));
    }

    private void RequireDifferent(string column, params string[] texts)
    {
        var all = Predictions(column, texts, isText: true);
        Assert.Equal(texts.Length, all.Select(prediction => MathF.Round(prediction, 5)).Distinct().Count());
        Assert.Equal(3 * texts.Length, all.Count);
    }

    /// <summary>The predictions of the model and of its file for cells of a CSV file, and of the file for the texts themselves.</summary>
    private List<float> Predictions(string column, string[] texts, bool isText)
    {
        var model = DataModel.Load(_folder["m.onnx"]);
        using var predictor = new OnnxPredictor(_folder["m.onnx"]);
        var header = string.Join(',', model.Columns);
        var csv = header + "\n" + string.Join('\n', texts.Select(text =>
            string.Join(',', model.Columns.Select(name => name == column ? $"\"{text}\"" : name == "number" ? "5" : "b"))));
        var predictions = new List<float>();
        predictions.AddRange(model.Predict(CsvTable.Parse(csv, model.ReadingOptions)).Select(p => p.Probabilities[0]));
        var table = CsvTable.Parse(csv, predictor.ReadingOptions);
        predictions.AddRange(predictor.Predict(table).Select(p => p.Probabilities[0]));
        if (!isText) return predictions;
        using var runner = new OrtRunner(_folder["m.onnx"], optimize: true, ExecutionProvider.Cpu);
        var inputs = model.Columns.Select(name => (name, name == "number"
            ? TensorData.Of<float>([.. texts.Select(_ => 5f)], [texts.Length, 1])
            : TensorData.Of<string>([.. texts.Select(text => name == column ? text : "b")], [texts.Length, 1])));
        var probabilities = runner.Run([.. inputs], ["probabilities"])[0].As<float>().ToArray();
        predictions.AddRange(probabilities.Where((_, i) => i % model.Classes.Count == 0));
        return predictions;
    }
}
