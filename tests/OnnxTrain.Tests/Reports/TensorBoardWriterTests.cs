using OnnxTrain.Tests.Training;

namespace OnnxTrain.Tests.Reports;

public sealed class TensorBoardWriterTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("onnxtrain-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // The check value of CRC-32C in every catalogue of CRCs.
    [Fact]
    public void The_crc_is_that_of_Castagnoli()
    {
        Assert.Equal(0xE3069283u, RecordStream.Crc32C("123456789"u8));
        Assert.Equal(0xE3069283u, EventFile.Crc("123456789"u8));
    }

    [Fact]
    public void The_course_of_a_run_is_read_back()
    {
        var model = Model.Classifier(
            new Sequential(new Linear(2, 4), new Relu(), new Linear(4, 2)), Value.Input("x", ElementType.Float32, ["batch", 2]),
            classes: 2);
        using var trainer = new Trainer(model, new Adam(), options: new() { Diagnose = true });
        History history;
        string path;
        using (var writer = new TensorBoardWriter(Path.Combine(_folder, "runs", "1"), "accuracy"))
        {
            path = writer.Path;
            history = trainer.Fit(Spirals.Data(40), epochs: 3, Spirals.Data(20, seed: 2), writer);
        }

        var events = EventFile.Read(path);

        Assert.StartsWith("events.out.tfevents.", Path.GetFileName(path), StringComparison.Ordinal);
        Assert.Equal("brain.Event:2", events[0].Version);
        Assert.Equal([0, 1, 2, 3], events.Select(e => e.Step));
        Assert.All(events, e => Assert.InRange(e.WallTime, 1.7e9, 1e10));
        for (var i = 0; i < 3; i++)
        {
            var (epoch, scalars) = (history.Epochs[i], events[i + 1].Scalars.ToDictionary());
            Assert.Equal((float)epoch.TrainingLoss, scalars["loss/training"]);
            Assert.Equal((float)epoch.ValidationLoss!.Value, scalars["loss/validation"]);
            Assert.Equal((float)epoch.ValidationMetric!.Value, scalars["accuracy/validation"]);
            Assert.Equal((float)epoch.LearningRate, scalars["learning_rate"]);
            Assert.Equal((float)epoch.Layers[0].GradientNorm, scalars["gradient_norm/0.weight"]);
            Assert.Equal((float)epoch.Layers[3].UpdateRatio!.Value, scalars["update_ratio/2.bias"]);
            Assert.Equal((float)epoch.Units[0].DeadShare, scalars["dead_units/1"]);
        }
    }

    [Fact]
    public void Long_names_and_large_steps_are_read_back()
    {
        var tag = string.Concat(Enumerable.Repeat("Länge/", 40));
        string path;
        using (var writer = new TensorBoardWriter(_folder))
        {
            path = writer.Path;
            writer.Write(tag, long.MaxValue, -1.5);
        }

        var found = EventFile.Read(path)[1];
        Assert.Equal((tag, -1.5f), Assert.Single(found.Scalars));
        Assert.Equal(long.MaxValue, found.Step);
    }

    [Fact]
    public void Two_runs_have_two_files()
    {
        using var one = new TensorBoardWriter(_folder);
        using var two = new TensorBoardWriter(_folder);

        Assert.Equal(2, Directory.GetFiles(_folder, "events.out.tfevents.*").Length);
        Assert.NotEqual(one.Path, two.Path);
    }

    [Fact]
    public void What_is_written_can_be_read_while_training_goes_on()
    {
        using var writer = new TensorBoardWriter(_folder);
        writer.Write("x", 1, 2);

        var copy = Path.Combine(_folder, "copy");
        using (var stream = new FileStream(writer.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        using (var file = File.Create(copy)) stream.CopyTo(file);
        Assert.Equal(2, EventFile.Read(copy).Count);
    }
}
