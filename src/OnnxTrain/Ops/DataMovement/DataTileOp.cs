using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>An elementwise operator that does not interpret elements, for every element type of whole bytes.</summary>
internal abstract record DataTileOp : DataOp
{
    public sealed override bool IsElementwise => true;

    public sealed override TileLoop BindTiles(Binding binding) => ComputesIn(binding).VisitFixed<Binder, TileLoop>(new(this, binding));

    protected sealed override Action Bind<T>(Binding binding) => BindTiles<T>(binding).Run;

    protected abstract TileLoop BindTiles<T>(Binding binding)
        where T : unmanaged;

    private readonly struct Binder(DataTileOp op, Binding binding) : IFixedVisitor<TileLoop>
    {
        public TileLoop Visit<T>()
            where T : unmanaged => op.BindTiles<T>(binding);
    }
}
