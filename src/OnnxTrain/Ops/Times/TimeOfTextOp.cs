namespace OnnxTrain;

/// <summary>
/// y = the time that each string says, in ticks of 100 ns since the beginning of the year 1, as <see cref="DateTime.Ticks"/>; −1 for a
/// string that is no time of the form.
/// </summary>
/// <param name="Format">The name of the <see cref="TimeForm"/>.</param>
internal sealed record TimeOfTextOp(string Format) : Op
{
    public override string Title => "Parsing times as texts";

    public override int MinimumOpset => TextSteps.Opset;

    private TimeForm Form => TimeForm.Of(Format) ?? throw new ArgumentException($"'{Format}' is not a form of times.");

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs) => inputs[0].ElementType == ElementType.String
        ? [new(ElementType.Int64, inputs[0].Shape)]
        : throw new ShapeException($"TimeOfText: the input is {inputs[0]}; it must be string.");

    // text has no slope
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null];

    public override Action Bind(Binding binding)
    {
        var (x, y, time) = (binding.InputStrings(0), binding.Output<long>(0), Form);
        return () =>
        {
            for (var i = 0; i < x.Items.Length; i++) y.Span[i] = time.Parse(x.Items[i]);
        };
    }

    // A text that does not match is replaced by one that does, so that no part of it is cast.
    public override void ToOnnx(OnnxForm form)
    {
        var (time, steps) = (Form, new TextSteps(form));
        var fits = steps.Matches(form.Input(), time.Pattern);
        var text = steps.Where(fits, form.Input(), steps.Text(time.Format(0)));
        var (ticks, isInCalendar) = new TimeSteps(steps, form, time).Of(text);
        if (isInCalendar is not null) fits = steps.Both(fits, isInCalendar);
        fits = steps.Both(fits, steps.AtLeast(ticks, 0));
        fits = steps.Both(fits, steps.AtLeast(steps.Number(DateTime.MaxValue.Ticks), ticks));
        form.EmitWith("Where", [fits, ticks, steps.Number(TimeForm.Missing)]);
    }
}
