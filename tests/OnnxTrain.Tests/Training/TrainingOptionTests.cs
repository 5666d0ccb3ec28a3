using OnnxTrain.Cli;

namespace OnnxTrain.Tests.Training;

/// <summary>Each property of <see cref="TrainingOptions"/> has a row in the table, and each reader of the table takes all rows.</summary>
public class TrainingOptionTests
{
    /// <summary>Options that the tool has no option for, and why.</summary>
    private static readonly Dictionary<string, string> NotInTool = new()
    {
        ["Metrics"] = "they are written in C#",
        ["Callbacks"] = "they are written in C#",
        ["Sampling"] = "the optimizer says whether all rows are taken",
    };

    private static readonly SettingSweep Sweep = new(typeof(TrainingOptions));

    public static TheoryData<string> Names => [.. Sweep.Settings.Select(s => s.Name)];

    [Fact]
    public void The_table_has_a_row_for_each_property_and_no_other() =>
        Assert.Equal(Sweep.Settings.Select(s => s.Name).Order(), TrainingOptionTable.All.Select(o => o.Name).Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_knows_the_default_of_its_property_and_notices_another_value(string name)
    {
        var row = Row(name);
        Assert.True(row.IsDefault(new()));
        foreach (var changed in Changed(name)) Assert.False(row.IsDefault(changed));
        Assert.All(
            TrainingOptionTable.All.Where(other => other.Name != name).SelectMany(other => Changed(other.Name)),
            changed => Assert.True(row.IsDefault(changed)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_sets_what_it_reads(string name) => Assert.True(Row(name).Accept(new SetsWhatItReads(Changed(name))));

    [Theory]
    [MemberData(nameof(Names))]
    public void Identity_and_metadata_hold_what_changes_the_numbers(string name)
    {
        var row = Row(name);
        Assert.Equal(row.Scope == OptionScope.Numbers, row.Identity is not null);
        Assert.Equal(row.Scope != OptionScope.Course, row.MetadataKey is not null);
        foreach (var options in Changed(name).Where(_ => row.MetadataKey is not null))
        {
            var model = Spirals.NewModel();
            using var trainer = new Trainer(model, new Sgd(0.1), options: options);
            TrainingMetadata.Write(model, trainer, new([], StopReason.Cancelled, 0, "", TimeSpan.Zero));
            Assert.Equal(row.Text(options), model.Metadata[row.MetadataKey!]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_tool_has_the_options_that_a_row_names(string name)
    {
        var known = new TrainOptions().Sections.SelectMany(s => s.Options).Select(o => o.Name).ToHashSet();
        Assert.All(Row(name).ToolOptions, option => Assert.Contains(option, known));
        Assert.Equal(NotInTool.ContainsKey(name), Row(name).ToolOptions.Count == 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_files_hold_a_row_or_say_why_not(string name)
    {
        var row = Row(name);
        foreach (var option in row.ToolOptions)
            Assert.Equal(row.NotInStepFiles, ExportTrainingOptions.Refused.GetValueOrDefault(option));
        if (row.RefusedInStepFiles is not { } refusal) return;
        using var trainer = new Trainer(Spirals.NewModel(), new Sgd(0.1), options: Changed(name)[0]);
        var message = Assert.Throws<ExportException>(() => trainer.ExportTraining("nowhere")).Message;
        Assert.Equal($"{name} is {row.Text(trainer.Options)}: {refusal}", message);
    }

    [Fact]
    public void A_value_out_of_range_is_refused_where_it_is_written()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { BatchSize = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { Patience = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { TimeLimit = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { LossThreshold = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { ClipValue = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { ClipNorm = double.PositiveInfinity });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { AccumulationSteps = 0 });
        var message = Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { AverageDecay = 1 }).Message;
        Assert.StartsWith("AverageDecay must be at least 0 and below 1.", message, StringComparison.Ordinal);
    }

    private static TrainingOption Row(string name) => TrainingOptionTable.All.Single(o => o.Name == name);

    /// <summary>Options with another value of one property.</summary>
    private static TrainingOptions[] Changed(string name)
    {
        var setting = Sweep.Settings.Single(s => s.Name == name);
        return [.. Sweep.Others(setting).Select(value => (TrainingOptions)Sweep.Make((setting, value)))];
    }

    private sealed class SetsWhatItReads(TrainingOptions[] changed) : IOptionVisitor<bool>
    {
        public bool Visit<T>(TypedOption<T> option) =>
            changed.All(options => options.Equals(option.With(new(), option.Get(options))));
    }
}
