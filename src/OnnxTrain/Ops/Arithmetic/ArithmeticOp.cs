using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>A function of two numbers for floats and integers; integers wrap around on overflow.</summary>
internal abstract record ArithmeticOp : BinaryOp
{
    /// <summary>Tile form: y = f(a, b), elementwise.</summary>
    protected abstract void Tile<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T>;

    /// <summary>Tile form where b is the same number for all elements.</summary>
    protected abstract void Tile<T>(ReadOnlySpan<T> a, T b, Span<T> y)
        where T : unmanaged, INumber<T>;

    /// <summary>Tile form where a is the same number for all elements.</summary>
    protected abstract void Tile<T>(T a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T>;

    public sealed override TileLoop BindTiles(Binding binding) =>
        binding.OutputType(0).ElementType.VisitNumber<Binder, TileLoop>(new(this, binding));

    protected sealed override void Require(ReadOnlySpan<TensorType> inputs) => ElementTypes.RequireNumbers(Name, inputs);

    private TileLoop BindTiles<T>(Binding binding)
        where T : unmanaged, INumber<T> =>
        BindTiles<T>(binding, Tile, (x, number, y) => Tile(x, number, y), (x, number, y) => Tile(number, x, y));

    private readonly struct Binder(ArithmeticOp op, Binding binding) : INumberVisitor<TileLoop>
    {
        public TileLoop Visit<T>()
            where T : unmanaged, INumber<T> => op.BindTiles<T>(binding);
    }
}
