namespace OnnxTrain;

/// <summary>An operator that moves elements without computing with them, so it supports every element type of whole bytes.</summary>
internal abstract record DataOp : Op
{
    public override Action Bind(Binding binding) => ComputesIn(binding).VisitFixed<Binder, Action>(new(this, binding));

    /// <summary>The type of the elements that are moved: that of the first output unless overridden.</summary>
    protected virtual ElementType ComputesIn(Binding binding) => binding.OutputType(0).ElementType;

    protected abstract Action Bind<T>(Binding binding)
        where T : unmanaged;

    /// <summary>Throws unless all elements take whole bytes.</summary>
    protected void RequireWholeBytes(ReadOnlySpan<TensorType> inputs)
    {
        foreach (var input in inputs)
        {
            if (input.ElementType == ElementType.String)
                throw new ShapeException($"{Name}: {input} is a string tensor; use LabelEncoder to convert strings to numbers first.");
            if (input.ElementType.IsPacked())
                throw new ShapeException($"{Name}: {input} has two elements per byte; Cast to int8 or another type first.");
        }
    }

    private readonly struct Binder(DataOp op, Binding binding) : IFixedVisitor<Action>
    {
        public Action Visit<T>()
            where T : unmanaged => op.Bind<T>(binding);
    }
}
