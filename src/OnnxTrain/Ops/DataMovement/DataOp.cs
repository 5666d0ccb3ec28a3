namespace OnnxTrain;

/// <summary>An operator that moves elements without computing with them, so that it serves every element type of fixed size.</summary>
internal abstract record DataOp : Op
{
    public override Action Bind(Binding binding) => binding.OutputType(0).ElementType switch
    {
        ElementType.Float32 => Bind<float>(binding),
        ElementType.Float64 => Bind<double>(binding),
        ElementType.Int64 => Bind<long>(binding),
        ElementType.Int32 => Bind<int>(binding),
        ElementType.Bool => Bind<bool>(binding),
        ElementType.UInt8 => Bind<byte>(binding),
        _ => throw new InvalidOperationException($"{Name} does not take strings."),
    };

    protected abstract Action Bind<T>(Binding binding)
        where T : unmanaged;

    protected void RejectStrings(ReadOnlySpan<TensorType> inputs)
    {
        foreach (var input in inputs)
        {
            if (input.ElementType == ElementType.String)
                throw new ShapeException($"{Name}: {input} is a string tensor; LabelEncoder turns strings into numbers first.");
        }
    }
}
