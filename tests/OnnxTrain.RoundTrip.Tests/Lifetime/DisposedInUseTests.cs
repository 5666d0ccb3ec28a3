using System.Numerics.Tensors;
using OnnxTrain.RoundTrip.Tests.Training;

namespace OnnxTrain.RoundTrip.Tests.Lifetime;

/// <summary>What holds objects of ONNX Runtime may be disposed while another thread uses it.</summary>
public class DisposedInUseTests
{
    [Fact]
    public void A_trainer_with_the_backend_of_ONNX_Runtime()
    {
        var rows = new Dataset(Tensor.Create(new float[40 * 8], [40, 8]), [.. Enumerable.Range(0, 40).Select(i => i % 5)], 5);
        for (var round = 0; round < 12; round++)
        {
            var trainer = new Trainer(StepModels.Perceptron(), new Adam(), options: new() { BatchSize = 8, Backend = new OrtBackend() });
            Hammer(round * 9 % 50, () => trainer.Fit(rows, epochs: 1_000_000, validation: rows), trainer);
        }
    }

    [Fact]
    public void A_session_and_a_predictor()
    {
        using var folder = new Verification.TemporaryFolder();
        var table = Models.Tables.Penguins();
        var model = TabularModel.Classifier(table, "species", hidden: [16]);
        var path = folder["model.onnx"];
        model.ExportOnnx(path);
        for (var round = 0; round < 12; round++)
        {
            var predictor = new OnnxPredictor(path);
            Hammer(round % 8, () => Again(() => predictor.Predict(table)), predictor);
        }
    }

    private static void Hammer(int milliseconds, Action use, IDisposable disposable)
    {
        Exception? ending = null;
        var thread = new Thread(() => ending = Record.Exception(use));
        thread.Start();
        Thread.Sleep(milliseconds);
        disposable.Dispose();
        disposable.Dispose();
        Assert.True(thread.Join(TimeSpan.FromMinutes(1)));
        Assert.IsType<ObjectDisposedException>(ending);
    }

    private static void Again(Action action)
    {
        for (var i = 0; i < 10_000_000; i++) action();
    }
}
