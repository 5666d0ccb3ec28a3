using System.CommandLine;
using Table = OnnxTrain.TrainingOptionTable;

namespace OnnxTrain.Cli;

/// <summary>
/// Options that set one option of training each: name, default, check and help come from <see cref="TrainingOptionTable"/>.
/// </summary>
internal sealed class KnobOptions : IOptionVisitor<KnobOptions.Knob?>
{
    private readonly IReadOnlyList<Knob> _knobs;

    public KnobOptions() => _knobs = [.. Table.All.Select(row => row.Accept(this)).OfType<Knob>()];

    public Option[] All => Of(_ => true);

    /// <summary>Those that a test of learning rates takes too.</summary>
    public Option[] OfSteps => Of(row => row.Scope != OptionScope.Course && row.RefusedInStepFiles is null);

    /// <summary>Those that are part of a step in a file.</summary>
    public Option[] OfStep => Of(row => row.NotInStepFiles is null);

    /// <summary>Training options with what the command line asks for.</summary>
    public TrainingOptions AddTo(TrainingOptions options, ParseResult arguments) =>
        _knobs.Aggregate(options, (before, knob) => knob.AddTo(before, arguments));

    Knob? IOptionVisitor<Knob?>.Visit<T>(TypedOption<T> row) =>
        row == (object)Table.DropLast ? new Flag<LastBatch>(Table.DropLast, LastBatch.Drop)
        : row == (object)Table.Backend
            ? new Knob<TrainingBackend>(Table.Backend, "native|ort-cpu|ort-cuda", Backend, "one of native, ort-cpu, ort-cuda")
        : row.ToolValue is { } value
            ? new Knob<T>(
                row, value, text => row.TryRead(text, out var read) && IsNumber(read) ? new Given<T>(read) : null,
                row.ToolRange ?? row.Range!.Words)
        : null;

    /// <summary>Whether a number is one in float32 too, in which most networks compute.</summary>
    private static bool IsNumber<T>(T value) => value is not double number || float.IsFinite((float)number);

    private Option[] Of(Func<TrainingOption, bool> fits) => [.. _knobs.Where(knob => fits(knob.Row)).Select(knob => knob.Option)];

    private static Given<TrainingBackend>? Backend(string text) => text.ToLowerInvariant() switch
    {
        "native" => new(TrainingBackend.Native),
        "ort-cpu" => new(new OrtBackend()),
        "ort-cuda" => new(new OrtBackend(ExecutionProvider.Cuda)),
        _ => null,
    };

    /// <summary>What it is, and its value unless it is given.</summary>
    private static string Help(TrainingOption row)
    {
        var (table, images) = (row.Text(TrainDefaults.Current.Options), row.Text(TrainDefaults.Images.Options));
        return $"{row.Summary} Default: {table}{(images == table ? "" : $"; for images {images}")}.";
    }

    /// <summary>A value of the command line, which may be null where it stands for none.</summary>
    internal sealed record Given<T>(T Value);

    /// <summary>A row of the table and its option.</summary>
    internal abstract class Knob(TrainingOption row, Option option)
    {
        public TrainingOption Row => row;

        public Option Option => option;

        public abstract TrainingOptions AddTo(TrainingOptions options, ParseResult arguments);
    }

    private sealed class Knob<T>(TypedOption<T> row, Option<Given<T>?> option) : Knob(row, option)
    {
        public Knob(TypedOption<T> row, string value, Func<string, Given<T>?> parse, string wanted)
            : this(row, Options.Parsed(row.ToolOptions[0], value, Help(row), parse, wanted))
        {
        }

        public override TrainingOptions AddTo(TrainingOptions options, ParseResult arguments) =>
            arguments.GetValue(option) is { } given ? row.With(options, given.Value) : options;
    }

    private sealed class Flag<T>(TypedOption<T> row, T value, Option<bool> option) : Knob(row, option)
    {
        public Flag(TypedOption<T> row, T value)
            : this(row, value, Options.Flag(row.ToolOptions[0], row.Summary))
        {
        }

        public override TrainingOptions AddTo(TrainingOptions options, ParseResult arguments) =>
            arguments.GetValue(option) ? row.With(options, value) : options;
    }
}
