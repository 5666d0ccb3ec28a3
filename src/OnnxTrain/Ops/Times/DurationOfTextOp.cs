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
        form.EmitWith("Where", [fits, duration.IsIso ? Iso(steps, text) : Clock(steps, text), Real(form, double.NaN)]);
    }

    private static string Real(OnnxForm form, double number) => form.Constant(TensorData.Of<double>([number], []));

    private static string Clock(TextSteps steps, string text)
    {
        // "1 day, 2:03:04": the hours are behind the space that follows the word.
        var worded = steps.Split(text, " day", 2);
        var isWorded = steps.Matches(text, ".* day.*");
        var (days, ofDays) = Unsigned(steps, steps.Where(isWorded, worded[0], steps.Text("")));
        var (clock, sign) = Unsigned(steps, steps.Where(isWorded, steps.Split(worded[1], " ", 2)[1], text));
        var parts = steps.Split(clock, ":", 3);
        var pointed = steps.Split(parts[0], ".", 2);
        var isPointed = steps.Matches(parts[0], @".*\..*");
        var ofPoint = steps.Where(isPointed, pointed[0], steps.Text(""));
        var whole = Seconds(steps, ofPoint, steps.Where(isPointed, pointed[1], pointed[0]), parts[1]);
        var before = steps.Multiply(ofDays, Seconds(steps, days, steps.Text(""), steps.Text("")));
        return steps.Add(Signed(steps, sign, whole, steps.Real(parts[2])), steps.ToReal(before));
    }

    private static string Iso(TextSteps steps, string signed)
    {
        var (text, sign) = Unsigned(steps, signed);
        var parts = steps.Split(steps.Split(text, "P", 2)[1], "T", 2);
        var days = steps.Split(parts[0], "D", 2)[0];
        var (hours, behindHours) = Take(steps, parts[1], "H");
        var (minutes, behindMinutes) = Take(steps, behindHours, "M");
        return Signed(steps, sign, Seconds(steps, days, hours, minutes), steps.Real(steps.Split(behindMinutes, "S", 2)[0]));
    }

    /// <summary>A text without the sign in front of it, and −1 or 1.</summary>
    private static (string Text, string Sign) Unsigned(TextSteps steps, string text)
    {
        var (minus, plus) = (steps.Split(text, "-", 2), steps.Split(text, "+", 2));
        var (isNegative, isPositive) = (steps.Matches(text, "-.*"), steps.Matches(text, @"\+.*"));
        return (
            steps.Where(isNegative, minus[1], steps.Where(isPositive, plus[1], text)),
            steps.Where(isNegative, steps.Number(-1), steps.Number(1)));
    }

    private static string Signed(TextSteps steps, string sign, string whole, string seconds) =>
        steps.Multiply(steps.ToReal(sign), steps.Add(seconds, steps.ToReal(whole)));

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
