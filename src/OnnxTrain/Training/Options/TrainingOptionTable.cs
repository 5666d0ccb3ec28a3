namespace OnnxTrain;

/// <summary>The options of training, one row for each property of <see cref="TrainingOptions"/>.</summary>
internal static class TrainingOptionTable
{
    private const string WhenToStop = "the program that runs the step decides when to stop";
    private const string NoRun = "nothing is trained, so there is no run to save or to report";
    private const string Batches = "the program that runs the step makes the batches";

    public static TypedOption<ulong> Seed { get; } = new("Seed", 0, o => o.Seed, (o, value) => o with { Seed = value })
    {
        Summary = "The seed of the split, the initial weights and the order of the rows. The same seed gives the same file.",
        Scope = OptionScope.Numbers, Identity = "seed", MetadataKey = "seed", IsAlwaysTold = true,
        ToolOptions = ["--seed"], ToolValue = "N", Read = OptionText.Seed, ToolRange = "a whole number, 0 or more",
    };

    public static TypedOption<int> BatchSize { get; } = new("BatchSize", 32, o => o.BatchSize, (o, value) => o with { BatchSize = value })
    {
        Summary = "The number of rows or images in a step.",
        Scope = OptionScope.Numbers, Identity = "batch size", IsAlwaysTold = true, Range = OptionRange.AtLeastOne,
        ToolOptions = ["--batch-size"], ToolValue = "ROWS", Read = OptionText.Whole,
    };

    public static TypedOption<LastBatch> DropLast { get; } =
        new("DropLast", LastBatch.Keep, o => o.LastBatch, (o, value) => o with { LastBatch = value })
        {
            Summary = "Leave out the rows of an epoch that do not fill a batch.",
            Scope = OptionScope.Numbers, Identity = "treatment of the last batch", NotInStepFiles = Batches,
            IdentityOf = value => value switch { LastBatch.Drop => "dropped", LastBatch.Merge => "merged", _ => "nothing" },
            ToolOptions = ["--drop-last"], TextOf = value => value == LastBatch.Drop ? "true" : "false",
        };

    public static TypedOption<Sampling> Sampling { get; } =
        new("Sampling", default, o => o.Sampling, (o, value) => o with { Sampling = value })
        {
            Summary = "Which rows the batches of an epoch hold.",
            Scope = OptionScope.Numbers, Identity = "sampling", NotInStepFiles = Batches, TextOf = value => value.ToString(),
        };

    public static TypedOption<ImageAugmentation?> Augmentation { get; } =
        new("Augmentation", null, o => o.Augmentation, (o, value) => o with { Augmentation = value })
        {
            Summary = "Random changes of the training images.",
            Scope = OptionScope.Numbers, Identity = "augmentation", IdentityOf = value => value?.ToString() ?? "nothing",
            ToolOptions = ["--augment"],
        };

    public static TypedOption<int?> Patience { get; } = new("Patience", null, o => o.Patience, (o, value) => o with { Patience = value })
    {
        Summary = "Stop after N epochs without a lower loss and keep the best weights; 0 runs all epochs and keeps the last.",
        Scope = OptionScope.Course, NotInStepFiles = WhenToStop, IsAlwaysTold = true,
        Range = new(value => value is null or >= 1, "null or a whole number, 1 or more"),
        ToolOptions = ["--patience"], ToolValue = "N", Read = OptionText.CountOrZero, ToolRange = "a whole number, 0 or more",
    };

    public static TypedOption<Metric?> SelectBy { get; } = new("SelectBy", null, o => o.SelectBy, (o, value) => o with { SelectBy = value })
    {
        Summary = "What the validation rows choose the best epoch by; equal epochs are told apart by the loss.",
        Scope = OptionScope.Numbers, Identity = "choice of the best epoch", NotInStepFiles = WhenToStop,
        IdentityOf = metric => metric?.Name ?? "nothing", TextOf = metric => metric?.Name ?? "loss",
        ToolOptions = ["--select"], ToolValue = MetricNames.All, Read = MetricNames.TryRead, ToolRange = $"one of {MetricNames.All}",
    };

    public static TypedOption<TimeSpan?> TimeLimit { get; } =
        new("TimeLimit", null, o => o.TimeLimit, (o, value) => o with { TimeLimit = value })
        {
            Summary = "Stop training after this time: seconds, or a number with s, m or h. The file then depends on the machine's speed.",
            Scope = OptionScope.Course, NotInStepFiles = WhenToStop,
            Range = new(value => value is null || value > TimeSpan.Zero, "a positive time, such as 90, 90s, 10m or 1.5h"),
            ToolOptions = ["--time-limit"], ToolValue = "TIME", Read = OptionText.Time,
            TextOf = value => value is null ? "none" : Invariant($"{value.Value.TotalSeconds} s"),
        };

    public static TypedOption<double?> LossThreshold { get; } =
        new("LossThreshold", null, o => o.LossThreshold, (o, value) => o with { LossThreshold = value })
        {
            Summary = "Stop after an epoch whose mean training loss is at most this.",
            Scope = OptionScope.Course, NotInStepFiles = WhenToStop,
            Range = new(value => value is null || double.IsFinite(value.Value), "a number, such as 0.05"),
            ToolOptions = ["--loss-threshold"], ToolValue = "LOSS", Read = OptionText.Number,
        };

    public static TypedOption<LearningRateSchedule?> Schedule { get; } =
        new("Schedule", null, o => o.Schedule, (o, value) => o with { Schedule = value })
        {
            Summary = "How the learning rate changes over the epochs.",
            Scope = OptionScope.Numbers, Identity = "schedule", IdentityOf = ScheduleText.Of,
            ToolOptions = ["--schedule", "--warm-up"],
        };

    public static TypedOption<double?> ClipValue { get; } =
        new("ClipValue", null, o => o.ClipValue, (o, value) => o with { ClipValue = value })
        {
            Summary = "The largest absolute value of each element of the gradient; larger ones are clipped.",
            Scope = OptionScope.Graph, Range = OptionRange.Positive("1"),
            ToolOptions = ["--clip-value"], ToolValue = "C", Read = OptionText.Number,
        };

    public static TypedOption<double?> ClipNorm { get; } = new("ClipNorm", null, o => o.ClipNorm, (o, value) => o with { ClipNorm = value })
    {
        Summary = "The largest norm of the gradient of all weights; a larger gradient is scaled down.",
        Scope = OptionScope.Graph, Range = OptionRange.Positive("1"),
        ToolOptions = ["--clip-norm"], ToolValue = "R", Read = OptionText.Number,
    };

    public static TypedOption<Penalty?> Penalty { get; } = new("Penalty", null, o => o.Penalty, (o, value) => o with { Penalty = value })
    {
        Summary = "A penalty that is added to the loss.",
        Scope = OptionScope.Graph, ToolOptions = ["--l1", "--l2"],
    };

    public static TypedOption<WeightConstraint?> Constraint { get; } =
        new("Constraint", null, o => o.Constraint, (o, value) => o with { Constraint = value })
        {
            Summary = "A constraint on the weights after each update.",
            Scope = OptionScope.Graph, ToolOptions = ["--max-norm"],
        };

    public static TypedOption<IReadOnlyList<ParameterGroup>> Groups { get; } =
        new("Groups", [], o => o.Groups, (o, value) => o with { Groups = value })
        {
            Summary = "Parameters with their own learning rate or weight decay.",
            Scope = OptionScope.Graph, ToolOptions = ["--freeze"],
            TextOf = groups => groups.Count == 0 ? "none" : string.Join("; ", groups.Select(InvariantText.Of)),
        };

    public static TypedOption<int> AccumulationSteps { get; } =
        new("AccumulationSteps", 1, o => o.AccumulationSteps, (o, value) => o with { AccumulationSteps = value })
        {
            Summary = "The number of batches whose gradients make one update.",
            Scope = OptionScope.Numbers, Identity = "number of accumulation steps", Range = OptionRange.AtLeastOne,
            NotInStepFiles = "the step is one of a single batch; feed a larger one",
            RefusedInStepFiles = "a step of several batches cannot be written. Set it to 1 and feed a larger batch.",
            ToolOptions = ["--accumulation-steps"], ToolValue = "N", Read = OptionText.Whole,
        };

    public static TypedOption<double?> AverageDecay { get; } =
        new("AverageDecay", null, o => o.AverageDecay, (o, value) => o with { AverageDecay = value })
        {
            Summary = "Export a moving average of the weights with this decay per step, such as 0.99.",
            Scope = OptionScope.Graph, Range = OptionRange.Part,
            NotInStepFiles = "a running mean of the weights is not part of the step",
            RefusedInStepFiles = "a running mean of the weights cannot be written. Leave it out.",
            ToolOptions = ["--average"], ToolValue = "DECAY", Read = OptionText.Number,
        };

    public static TypedOption<bool> Diagnose { get; } = new("Diagnose", false, o => o.Diagnose, (o, value) => o with { Diagnose = value })
    {
        Summary = "Whether the history of each epoch includes layers and units.",
        Scope = OptionScope.Course, NotInStepFiles = NoRun,
        ToolOptions = ["--report", "--tensorboard"], TextOf = value => value ? "true" : "false",
    };

    public static TypedOption<CheckpointOptions?> Checkpoint { get; } =
        new("Checkpoint", null, o => o.Checkpoint, (o, value) => o with { Checkpoint = value })
        {
            Summary = "Where checkpoints of the run are saved.",
            Scope = OptionScope.Course, NotInStepFiles = NoRun,
            ToolOptions = ["--checkpoint", "--checkpoint-every", "--resume"], TextOf = value => value?.Path ?? "none",
        };

    public static TypedOption<TrainingBackend> Backend { get; } =
        new("Backend", TrainingBackend.Native, o => o.Backend, (o, value) => o with { Backend = value })
        {
            Summary = "The backend that runs the training steps: the library's own kernels, or ONNX Runtime on the CPU or an NVIDIA GPU. A "
                + "checkpoint of one backend can be resumed with another.",
            Scope = OptionScope.Course, NotInStepFiles = "the program that runs the step has its own runtime",
            ToolOptions = ["--backend"], TextOf = value => value.Name,
        };

    public static TypedOption<IReadOnlyList<BatchMetric>> Metrics { get; } =
        new("Metrics", [], o => o.Metrics, (o, value) => o with { Metrics = value })
        {
            Summary = "Custom metrics.",
            Scope = OptionScope.Numbers, Identity = "metrics", NotInStepFiles = NoRun,
            TextOf = metrics => metrics.Count == 0 ? "nothing" : string.Join(", ", metrics),
        };

    public static TypedOption<IReadOnlyList<TrainingCallback>> Callbacks { get; } =
        new("Callbacks", [], o => o.Callbacks, (o, value) => o with { Callbacks = value })
        {
            Summary = "Callbacks after steps and epochs.",
            Scope = OptionScope.Course, NotInStepFiles = NoRun,
            TextOf = callbacks => callbacks.Count == 0 ? "none" : string.Join(", ", callbacks.Select(c => c.GetType().Name)),
        };

    /// <summary>All options, in the order of identity and reports.</summary>
    public static IReadOnlyList<TrainingOption> All { get; } =
    [
        Seed, BatchSize, Sampling, DropLast, Augmentation, AccumulationSteps, Schedule, ClipValue, ClipNorm, Penalty, Constraint, Groups,
        AverageDecay, SelectBy, Patience, TimeLimit, LossThreshold, Diagnose, Checkpoint, Backend, Metrics, Callbacks,
    ];
}
