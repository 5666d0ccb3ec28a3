// Regression on a table: how far diabetes goes within a year, from ten measurements (Efron et al., 2004).
//
//   dotnet run -c Release --project examples/Diabetes
using OnnxTrain;

var table = CsvTable.Read(args.Length > 0 ? args[0] : "examples/data/diabetes.csv");
var (train, test) = table.Split(0.8, seed: 3);

var model = TabularModel.Regressor(train, target: "progression", hidden: [32, 16], new() { Dropout = 0.1 });
using var trainer = new Trainer(model, new AdamW(3e-3), options: new() { Seed = 3, Patience = 20 });
var history = trainer.Fit(train, epochs: 200, validation: test);

var predictions = model.Evaluate(test);
Console.WriteLine($"{history.Epochs.Count} epochs, best {history.BestEpoch}; on {predictions.RowCount} rows held out:");
Console.WriteLine($"  R²   {new RSquared().Of(predictions):0.000}");
Console.WriteLine($"  RMSE {new Rmse().Of(predictions):0.0}");

// The file standardizes its ten inputs itself and gives the prediction in the target's own units.
model.ExportOnnx("diabetes.onnx");
Console.WriteLine(OnnxVerifier.Verify(model, "diabetes.onnx", test));
