// What a new project does with the packages: trains on a table, exports, verifies, resumes. Arguments: the table, the file to write.
using OnnxTrain;
using Parquet;
using Parquet.Schema;

var table = CsvTable.Read(args[0]);
var (train, test) = table.Split(0.8, stratifyBy: "species", seed: 1);
var model = TabularModel.Classifier(train, target: "species", hidden: [16]);
var checkpoint = Directory.CreateTempSubdirectory("onnxtrain-packages-");
for (var epochs = 20; epochs <= 40; epochs += 20)
{
    using var trainer = new Trainer(
        model, new Adam(5e-3), options: new() { Seed = 1, Checkpoint = new(checkpoint.FullName) { Resume = epochs > 20 } });
    var history = trainer.Fit(train, epochs, validation: test);
    Console.WriteLine($"epoch {history.Epochs.Count}: accuracy {history.Best!.ValidationMetric:0.000} on {test.RowCount} rows held out");
}

checkpoint.Delete(recursive: true);
model.ExportOnnx(args[1]);
var report = OnnxVerifier.Verify(model, args[1], test);
Console.WriteLine(report);
report.ThrowIfDifferent();

// Rows of objects, of JSON lines and of Parquet: the lambdas and the readers must work ahead of time too.
(float Length, string? Island)[] birds =
    [.. Enumerable.Range(0, 64).Select(i => (i * 37 % 101 / 10f, i % 5 == 0 ? null : $"island {i % 3}"))];
var objects = Rows.From(birds, c => c.Number("length", b => b.Length).Category("island", b => b.Island).Number("mass", b => 2 * b.Length));
var lines = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
File.WriteAllLines(lines, birds.Select(b =>
    FormattableString.Invariant($"{{\"length\": {b.Length}, ")
        + FormattableString.Invariant($"\"island\": {(b.Island is null ? "null" : $"\"{b.Island}\"")}, \"mass\": {2 * b.Length}}}")));
var parquet = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
DataField[] fields = [new DataField<float>("length"), new DataField<string>("island"), new DataField<float>("mass")];
await using (var file = File.Create(parquet))
await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file))
{
    using var group = writer.CreateRowGroup();
    await group.WriteAsync<float>(fields[0], birds.Select(b => b.Length).ToArray().AsMemory());
    await group.WriteAsync(fields[1], birds.Select(b => b.Island!).ToArray());
    await group.WriteAsync<float>(fields[2], birds.Select(b => 2 * b.Length).ToArray().AsMemory());
}

float[] predicted = [.. new IRowSource[] { objects, JsonLines.Open(lines), ParquetRows.Open(parquet) }.Select(rows =>
{
    var regressor = TabularModel.Regressor(rows, "mass", hidden: [8]);
    using var trainer = new Trainer(regressor, new Adam(1e-2), options: new() { Seed = 1 });
    trainer.Fit(regressor.Encode(rows), epochs: 2);
    return regressor.Predict(birds[7], objects).Value;
})];
File.Delete(lines);
File.Delete(parquet);
Console.WriteLine($"rows of objects: {predicted[0]}; of JSON lines: {predicted[1]}; of Parquet: {predicted[2]}");
if (predicted.Distinct().Count() > 1) throw new InvalidOperationException("Sources of the same rows gave several models.");

// The training step by the other backend, and a network with convolutions, whose code the compiler must not have left out.
var pixels = new float[64 * 64];
for (var i = 0; i < pixels.Length; i++) pixels[i] = (i * 37 % 101) / 101f;
int[] labels = [.. Enumerable.Range(0, 64).Select(i => i % 3)];
var data = new Dataset(System.Numerics.Tensors.Tensor.Create(pixels, [64, 1, 8, 8]), labels, classes: 3);
var network = new Sequential(new Conv2d(1, 4, 3), new BatchNorm2d(4), new Relu(), new MaxPool2d(2), new Flatten(), new Linear(36, 3));
var images = Model.Classifier(network, Value.Input("pixels", ElementType.Float32, ["batch", 1, 8, 8]), classes: 3);
foreach (var backend in new[] { TrainingBackend.Native, new OrtBackend() })
{
    using var trainer = new Trainer(
        images, new Sgd(0.05) { Momentum = 0.9 }, options: new() { Seed = 1, BatchSize = 16, Backend = backend });
    var loss = trainer.Fit(data, epochs: 2).Epochs[^1].TrainingLoss;
    if (!double.IsFinite(loss)) throw new InvalidOperationException($"The loss is {loss}.");
    Console.WriteLine($"{backend.GetType().Name}: loss {loss:0.000}");
}
