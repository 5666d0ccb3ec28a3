namespace OnnxTrain;

/// <summary>A name such as <c>batch</c>, whose number is known only when data arrive.</summary>
internal sealed class SymbolAtom(string name) : DimensionAtom
{
    public string Name => name;

    public override string Key { get; } = Invariant($"{name.Length}:{name}");

    public override string Text => name;

    public override IEnumerable<string> Symbols => [name];

    public override bool IsNonNegative => true;

    public override long Evaluate(Func<string, long> length) => length(name);

    public override DimensionExpression Substitute(Func<string, DimensionExpression> replacement) => replacement(name);
}
