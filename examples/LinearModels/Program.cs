// Linear models are networks without hidden layers: linear regression, ridge regression, logistic regression.
//
//   dotnet run -c Release --project examples/LinearModels
using OnnxTrain;

var data = args.Length > 0 ? args[0] : "examples/data";

// Regression: the mean squared error alone, then with a growing penalty ½ λ ‖w‖², which shrinks the weights.
var diabetes = CsvTable.Read(Path.Combine(data, "diabetes.csv"));
var (train, test) = diabetes.Split(0.8, seed: 3);
foreach (var penalty in (double[])[0, 0.01, 0.1, 1])
{
    var model = TabularModel.Regressor(train, target: "progression", hidden: []);
    using var trainer = new Trainer(
        model, new Sgd(0.05) { Momentum = 0.9, WeightDecay = penalty }, options: new() { BatchSize = train.RowCount });
    trainer.Fit(train, epochs: 2000);
    var norm = Math.Sqrt(model.Parameters[0].ToTensor<float>().ToArray().Sum(w => (double)w * w));
    Console.WriteLine(
        $"{(penalty == 0 ? "linear regression" : $"ridge regression, λ = {penalty}"), -28} R² "
            + $"{new RSquared().Of(model.Evaluate(test)):0.000}, ‖w‖ {norm:0.000}");
    if (penalty == 0)
        Export(model, "linear.onnx", test);
}

// Classification: cross-entropy of a linear layer.
var tumours = CsvTable.Read(Path.Combine(data, "breast_cancer.csv"));
var target = tumours.Columns[^1].Name;
var (known, unknown) = tumours.Split(0.8, stratifyBy: target, seed: 1);
var logistic = TabularModel.Classifier(known, target, hidden: []);
using (var trainer = new Trainer(
    logistic, new Sgd(0.1) { Momentum = 0.9, WeightDecay = 1e-3 }, options: new() { BatchSize = known.RowCount }))
    trainer.Fit(known, epochs: 1000);
Console.WriteLine($"{"logistic regression",-28} accuracy {new Accuracy().Of(logistic.Evaluate(unknown)):0.0%}");
Export(logistic, "logistic.onnx", unknown);

static void Export(DataModel model, string path, CsvTable rows)
{
    model.ExportOnnx(path);
    Console.WriteLine(OnnxVerifier.Verify(model, path, rows));
}
