using OnnxTrain.Tests.Data;

namespace OnnxTrain.Tests.Training;

/// <summary>A folder of checkpoints serves one run; another one is told, and nothing of the first is lost.</summary>
public sealed class CheckpointSharingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Shared => Path.Combine(_folder.Path, "run");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_second_run_is_told_while_the_first_is_under_way(ulong seed)
    {
        var refusals = new List<string>();
        using var first = NewTrainer(1, Shared);
        first.Fit(Spirals.Data(50), 3, progress: new AtEpoch(_ =>
        {
            using var second = NewTrainer(seed, Shared, resume: true);
            refusals.Add(Assert.Throws<DataException>(() => second.Fit(Spirals.Data(50), 3)).Message);
        }));
        Assert.Equal(3, refusals.Count);
        Assert.All(refusals, message => Assert.Contains("in progress", message, StringComparison.Ordinal));
        Assert.Equal([Path.Combine(Shared, CheckpointOptions.FileName)], Directory.GetFiles(Shared));
        Assert.Equal(3, TrainingCheckpoint.EpochsIn(Path.Combine(Shared, CheckpointOptions.FileName)));
    }

    [Fact]
    public void A_file_that_another_run_wrote_meanwhile_is_not_overwritten()
    {
        var other = Path.Combine(_folder.Path, "other");
        using (var trainer = NewTrainer(2, other)) trainer.Fit(Spirals.Data(50), 1);
        var theirs = File.ReadAllBytes(Path.Combine(other, CheckpointOptions.FileName));
        using var first = NewTrainer(1, Shared);
        var e = Assert.Throws<DataException>(() => first.Fit(Spirals.Data(50), 3, progress: new AtEpoch(epoch =>
        {
            if (epoch == 2) File.WriteAllBytes(Path.Combine(Shared, CheckpointOptions.FileName), theirs);
        })));
        Assert.Contains("its seed is 2; here it is 1", e.Message, StringComparison.Ordinal);
        Assert.Equal(theirs, File.ReadAllBytes(Path.Combine(Shared, CheckpointOptions.FileName)));
    }

    [Fact]
    public void A_run_that_failed_leaves_the_folder_to_others()
    {
        using (var first = NewTrainer(1, Shared))
            Assert.Throws<TimeZoneNotFoundException>(() =>
                first.Fit(Spirals.Data(50), 3, progress: new AtEpoch(epoch => throw new TimeZoneNotFoundException())));
        using var again = NewTrainer(1, Shared, resume: true);
        Assert.Equal(2, again.Fit(Spirals.Data(50), 2).Epochs.Count);
    }

    [Fact]
    public void A_checkpoint_of_an_earlier_version_is_refused_in_words()
    {
        using (var first = NewTrainer(1, Shared)) first.Fit(Spirals.Data(50), 1);
        var path = Path.Combine(Shared, CheckpointOptions.FileName);
        Dictionary<string, string> metadata;
        using (var file = new SafeTensorsReader(path)) metadata = new(file.Metadata.Where(pair => pair.Key != "onnxtrain.form"));
        SafeTensorsWriter.Write(path, [], metadata);
        using var second = NewTrainer(1, Shared, resume: true);
        Assert.Contains(
            "another version of this library",
            Assert.Throws<DataException>(() => second.Fit(Spirals.Data(50), 2)).Message,
            StringComparison.Ordinal);
    }

    private static Trainer NewTrainer(ulong seed, string folder, bool resume = false) =>
        new(Spirals.NewModel(), new Sgd(0.1),
            options: new() { Seed = seed, Checkpoint = new(folder) { Resume = resume, Interval = TimeSpan.Zero } });

    private sealed class AtEpoch(Action<int> act) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Result is not null) act(value.Epoch);
        }
    }
}
