namespace OnnxTrain;

/// <summary>y = the duration that each string says, in seconds, float64; NaN for a string that is no duration of the form.</summary>
/// <param name="Format">The name of the <see cref="DurationForm"/>.</param>
internal sealed record DurationOfTextOp(string Format) : Op
{
    public override string Title => "Parsing durations as texts";

    public override int MinimumOpset => TextSteps.Opset;

    private DurationForm Form => DurationForm.Of(Format) ?? throw new ArgumentException($"'{Format}' is not a form of durations.");

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs) => inputs[0].ElementType == ElementType.String
        ? [new(ElementType.Float64, inputs[0].Shape)]
        : throw new ShapeException($"DurationOfText: the input is {inputs[0]}; it must be string.");

    // text has no slope
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null];

    public override Action Bind(Binding binding)
    {
        var (x, y, duration) = (binding.InputStrings(0), binding.Output<double>(0), Form);
        return () =>
        {
            for (var i = 0; i < x.Items.Length; i++) y.Span[i] = duration.Parse(x.Items[i]);
        };
    }

    // A text that does not match is replaced by one that does, so that no part of it is cast.
    public override void ToOnnx(OnnxForm form)
    {
        var (duration, steps) = (Form, new TextSteps(form));
        var fits = steps.Matches(form.Input(), duration.Pattern);
        var text = steps.Where(fits, form.Input(), steps.Text(duration.Format(0)));
        var signed = steps.Split(text, "-", 2);
        var (whole, seconds) = duration.IsIso ? Iso(steps, signed) : Clock(steps, signed);
        var sum = steps.Add(seconds, steps.ToReal(whole));
        var sign = steps.Where(steps.Matches(text, "-.*"), Real(form, -1), Real(form, 1));
        form.EmitWith("Where", [fits, steps.Multiply(sum, sign), Real(form, double.NaN)]);
    }

    private static string Real(OnnxForm form, double number) => form.Constant(TensorData.Of<double>([number], []));

    /// <summary>Days, hours and minutes in seconds, and the seconds, of the text behind a sign or without one.</summary>
    private static (string Whole, string Seconds) Clock(TextSteps steps, string[] signed)
    {
        // "1 day, 2:03:04": the hours are behind the space that follows the word.
        var text = steps.Join(signed[0], signed[1]);
        var worded = steps.Split(text, " day", 2);
        var behind = steps.Split(worded[1], " ", 2)[1];
        var isWorded = steps.Matches(text, ".* day.*");
        var parts = steps.Split(steps.Where(isWorded, behind, text), ":", 3);
        var pointed = steps.Split(parts[0], ".", 2);
        var isPointed = steps.Matches(parts[0], @".*\..*");
        var days = steps.Where(isWorded, worded[0], steps.Where(isPointed, pointed[0], steps.Text("")));
        var hours = steps.Where(isPointed, pointed[1], pointed[0]);
        return (Seconds(steps, days, hours, parts[1]), steps.Real(parts[2]));
    }

    private static (string Whole, string Seconds) Iso(TextSteps steps, string[] signed)
    {
        var parts = steps.Split(steps.Split(steps.Join(signed[0], signed[1]), "P", 2)[1], "T", 2);
        var days = steps.Split(parts[0], "D", 2)[0];
        var (hours, behindHours) = Take(steps, parts[1], "H");
        var (minutes, behindMinutes) = Take(steps, behindHours, "M");
        return (Seconds(steps, days, hours, minutes), steps.Real(steps.Split(behindMinutes, "S", 2)[0]));
    }

    /// <summary>What is before a unit, if the text has it, and the rest.</summary>
    private static (string Number, string Behind) Take(TextSteps steps, string text, string unit)
    {
        var (parts, hasUnit) = (steps.Split(text, unit, 2), steps.Matches(text, $".*{unit}.*"));
        return (steps.Where(hasUnit, parts[0], steps.Text("")), steps.Where(hasUnit, parts[1], text));
    }

    private static string Seconds(TextSteps steps, string days, string hours, string minutes)
    {
        var all = steps.Add(steps.Multiply(steps.Whole(days), 24), steps.Whole(hours));
        return steps.Add(steps.Multiply(all, 3600), steps.Multiply(steps.Whole(minutes), 60));
    }
}
