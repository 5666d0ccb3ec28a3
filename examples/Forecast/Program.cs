// A forecast: the airline passengers of the next twelve months, from those of the last three years (Box and Jenkins, 1976).
//
//   dotnet run -c Release --project examples/Forecast
using System.Numerics.Tensors;
using OnnxTrain;

const int window = 36, year = 12;
var series = TimeSeries.Read(CsvTable.Read(args.Length > 0 ? args[0] : "examples/data/flights.csv"), time: null, "passengers");

// The last two years are forecast in the test, the two years before in the validation: the future never trains the past.
var (train, validation, test) = series.Split(window, horizon: year, validation: 2 * year, test: 2 * year);
var model = ForecastModel.Create(train, "nlinear", seed: 1);
using var trainer = new Trainer(model, new Adam(1e-3), options: new() { Seed = 1, Patience = 20, BatchSize = 16 });
var history = trainer.Fit(train, epochs: 300, validation);

var rmse = new Rmse();
Console.WriteLine($"best epoch {history.BestEpoch}; root mean squared error of {test!.RowCount} forecasts of {year} months:");
Console.WriteLine($"  the same month of the year before  {rmse.Of(ForecastModel.SeasonalNaive(test, year)):0.0} thousand passengers");
Console.WriteLine($"  the model                          {rmse.Of(model.Evaluate(test)):0.0}");

// The file takes the numbers as they were counted, and yields such numbers.
model.ExportOnnx("flights.onnx");
Console.WriteLine(OnnxVerifier.Verify(model, "flights.onnx", test));

using var predictor = new OnnxPredictor("flights.onnx");
var last = Tensor.Create(series.Values[^window..].ToArray(), [1, window, 1]);
Console.WriteLine($"1961, month by month: {string.Join(", ", predictor.Predict(last)[0].Values.Select(value => $"{value:0}"))}");
