namespace OnnxTrain;

/// <summary>Draws that the caller supplies: each is an input named after the module that draws.</summary>
internal sealed class GivenDraws : Draws
{
    private readonly List<InputValue> _inputs = [];

    public IReadOnlyList<InputValue> Inputs => _inputs;

    public override Value Keep(Shape shape, double rate) => Add("keep", new(ElementType.Bool, shape));

    public override Value Uniform(Shape shape, ElementType type) => Add("uniform", new(type, shape));

    public override Value Normal(Shape shape, ElementType type) => Add("normal", new(type, shape));

    private InputValue Add(string kind, TensorType type)
    {
        var hint = Trace.Join(Trace.Path, kind);
        var name = hint;
        for (var n = 2; _inputs.Any(i => i.Name == name); n++) name = Invariant($"{hint}_{n}");
        var input = new InputValue(name, type);
        _inputs.Add(input);
        return input;
    }
}
