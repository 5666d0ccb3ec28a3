using System.CommandLine;
using System.Globalization;

namespace OnnxTrain.Cli;

/// <summary>The options of <c>train</c> that choose the loss and the optimizer.</summary>
internal sealed class FittingOptions
{
    private static readonly (string Name, LossKind Kind, Func<double, bool>[] Fits)[] Losses =
    [
        ("cross-entropy", LossKind.CrossEntropy, []),
        ("mse", LossKind.Mse, []),
        ("mae", LossKind.Mae, []),
        ("huber", LossKind.Huber, [IsPositive]),
    ];

    private static readonly (string Name, ScheduleKind Kind, Func<double, bool>[] Fits)[] Schedules =
    [
        ("constant", ScheduleKind.Constant, []),
        ("step", ScheduleKind.Step, [IsCount, IsPositive]),
        ("exponential", ScheduleKind.Exponential, [IsPositive]),
        ("inverse-time", ScheduleKind.InverseTime, [IsPositive]),
        ("polynomial", ScheduleKind.Polynomial, [IsPositive]),
        ("cosine", ScheduleKind.Cosine, [end => end >= 0]),
        ("one-cycle", ScheduleKind.OneCycle, []),
        ("plateau", ScheduleKind.Plateau, [IsPositive, IsCount]),
    ];

    private readonly Option<Setting<LossKind>?> _loss = Options.Parsed(
        "--loss", "LOSS",
        "The loss to minimize: cross-entropy for classes; for numbers mse (squared error), mae (absolute error) or huber:D (squared up to "
            + "D standard deviations, absolute beyond; D is 1 unless given). Default: cross-entropy for classes, mse for numbers.",
        text => Setting<LossKind>.Parse(text, Losses),
        "cross-entropy, mse, mae, huber or huber:D with D above 0");

    private readonly Option<double?> _labelSmoothing = Options.Number(
        "--label-smoothing", "PART", "The part of the target probability that is spread evenly over all classes. Default: 0.",
        part => part is >= 0 and < 1, "a part: 0 or more and below 1");

    private readonly Option<ClassWeighting?> _classWeights = Options.Choice(
        "--class-weights", "The weights of classes in the loss: none, or balanced, rows / (classes · rows of the class). Default: none.",
        ("none", ClassWeighting.None), ("balanced", ClassWeighting.Balanced));

    private readonly Option<double?> _l1 = Options.Number(
        "--l1", "WEIGHT", "The factor of the L1 penalty: the sum of the absolute weights, which is added to the loss. Default: 0.",
        weight => weight >= 0, "0 or a positive number, such as 0.0001");

    private readonly Option<double?> _maxNorm = Options.Number(
        "--max-norm", "R", "The largest norm of the weights of a unit, often 3 or 4. Default: no limit.", IsPositive,
        "a positive number, such as 3");

    private readonly Option<double?> _momentum = Options.Number(
        "--momentum", "PART",
        $"The momentum of sgd, rmsprop and lars. Default: {Text(TrainDefaults.Current.SgdMomentum)} for sgd and lars, 0 for rmsprop.",
        part => part is >= 0 and < 1,
        "a part: 0 or more and below 1");

    private readonly Option<Setting<ScheduleKind>?> _schedule = Options.Parsed(
        "--schedule", "SCHEDULE",
        "How the learning rate changes over the epochs: constant; step:N,F (times F every N epochs; defaults a third of --epochs and 0.1); "
            + "exponential:F (times F each epoch; default down to a hundredth); inverse-time:D (times 1 / (1 + D · epoch); default 0.01); "
            + "polynomial:P (times (1 - t)^P, t from 0 to 1; default 1); cosine:E (half a cosine wave down to the part E; default 0); "
            + "one-cycle (up and down, step by step); plateau:F,N (times F after N epochs without a lower loss; defaults 0.1 and 10). "
            + "Default: constant.",
        text => Setting<ScheduleKind>.Parse(text, Schedules),
        $"one of {string.Join(", ", Schedules.Select(s => s.Name))}, with a colon and positive numbers after it where the help says so");

    private readonly Option<int?> _warmUp = Options.Integer(
        "--warm-up", "N", "Epochs in which the learning rate rises from a third to the whole before the schedule begins. Default: 0.",
        least: 0);

    public HelpSection Section => new("Loss and penalties", _loss, _labelSmoothing, _classWeights, _l1, _maxNorm);

    /// <summary>Options of a section on training.</summary>
    public Option[] OfTraining => [_momentum, _schedule, _warmUp];

    /// <summary>Those of them that change single steps, which a test of learning rates takes too.</summary>
    public Option[] OfSteps => [_momentum];

    public FittingRequest Request(ParseResult arguments) => new()
    {
        Loss = arguments.GetValue(_loss),
        LabelSmoothing = arguments.GetValue(_labelSmoothing) ?? 0,
        ClassWeights = arguments.GetValue(_classWeights) ?? ClassWeighting.None,
        L1 = arguments.GetValue(_l1) ?? 0,
        MaxNorm = arguments.GetValue(_maxNorm),
        Momentum = arguments.GetValue(_momentum),
        Schedule = arguments.GetValue(_schedule) ?? new(ScheduleKind.Constant),
        WarmUp = arguments.GetValue(_warmUp) ?? 0,
    };

    /// <summary>The name of a loss on the command line.</summary>
    public static string Name(LossKind loss) => Losses.Single(l => l.Kind == loss).Name;

    /// <summary>The name of a schedule on the command line.</summary>
    public static string Name(ScheduleKind schedule) => Schedules.Single(s => s.Kind == schedule).Name;

    private static bool IsPositive(double number) => number > 0;

    private static bool IsCount(double number) => number >= 1 && number <= int.MaxValue && double.IsInteger(number);

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
