using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Training;

/// <summary>Models, tables and estimators whose results are known beforehand.</summary>
internal static class SelectionModels
{
    /// <summary>A rate at which no weight moves by as much as one bit, so that a model predicts what it was made to predict.</summary>
    private const double Still = 1e-30;

    /// <summary>Two classes, 12 rows of each, that a line parts.</summary>
    public static CsvTable Points { get; } =
        CsvTable.Parse(
            "x,z,class\n"
                + string.Concat(Enumerable.Range(0, 24).Select(i => $"{(i * 7) % 24},{i % 5},{((i * 7) % 24 < 12 ? "low" : "high")}\n")));

    public static CsvTable Numbers { get; } = CsvTable.Parse("x,y\n1,3\n2,5\n3,8\n4,13\n5,21\n6,34\n7,55\n");

    public static Estimator Spirals(int? patience = null, double rate = 1e-2, int epochs = 6) => new(
        () => Training.Spirals.NewModel(), (model, seed) => new Trainer(
            model, new Adam(rate), options: new() { Seed = seed, Patience = patience }))
    {
        Epochs = epochs,
    };

    public static Estimator Classifier(int? patience = null, int epochs = 30) => new(
        train => TabularModel.Classifier(train, "class", hidden: [4]),
        (model, seed) => new Trainer(model, new Adam(3e-2), options: new() { Seed = seed, Patience = patience, BatchSize = 4 }))
    {
        Epochs = epochs,
    };

    /// <summary>Predicts the mean of the targets that it was made for.</summary>
    public static Estimator MeanOfTargets() => new(
        train =>
        {
            var model = TabularModel.Regressor(train, "y", hidden: []);
            foreach (var parameter in model.Parameters) parameter.Assign<float>(new float[parameter.Count]);
            return model;
        },
        (model, seed) => new Trainer(model, new Sgd(Still), options: new() { Seed = seed }))
    {
        Epochs = 1,
        KeepsWeights = true,
    };

    /// <summary>Predicts a number whatever the row.</summary>
    public static Estimator Always(double number) => new(
        () =>
        {
            var layer = new Linear(1, 1);
            var model = Model.Regressor(layer, Value.Input("x", ElementType.Float32, ["batch", 1]));
            layer.Weight.Assign<float>([0]);
            layer.Bias!.Assign<float>([(float)number]);
            return model;
        },
        (model, seed) => new Trainer(model, new Sgd(Still), options: new() { Seed = seed }))
    {
        Epochs = 1,
        KeepsWeights = true,
    };

    public static Dataset Targets(params float[] targets) =>
        new(Tensor.Create(new float[targets.Length], [targets.Length, 1]), Tensor.Create(targets, [targets.Length, 1]));

    /// <summary>A classifier of three classes with the given logits whatever the row.</summary>
    public static Model Fixed(params float[] logits)
    {
        var layer = new Linear(1, logits.Length);
        var model = Model.Classifier(layer, Value.Input("x", ElementType.Float32, ["batch", 1]), logits.Length);
        layer.Weight.Assign<float>(new float[logits.Length]);
        layer.Bias!.Assign<float>(logits);
        return model;
    }

    /// <summary>The label and the probabilities of one row.</summary>
    public static (long Label, float[] Probabilities) Ask(Model model, float x = 0)
    {
        using var evaluator = new Evaluator(model.Inputs, [.. model.Outputs.Select(o => o.Value)]);
        var outputs = evaluator.Run([TensorData.Of<float>([x], [1, 1])]);
        return (outputs[0].As<long>()[0], outputs[1].As<float>().ToArray());
    }
}
