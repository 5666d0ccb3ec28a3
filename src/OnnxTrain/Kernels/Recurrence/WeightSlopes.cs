using System.Numerics;
using System.Numerics.Tensors;

namespace OnnxTrain.Kernels;

/// <summary>
/// The gradient of a weight matrix and its bias from the rows of many steps, part by part: dW [width, columns] = Σ slopesᵀ · inputs,
/// db [width] = Σ slopes.
/// </summary>
internal sealed class WeightSlopes<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Elements of a bias that a thread sums, at least.</summary>
    private const int BiasColumns = 256;

    private readonly Block<T> _slopes, _bias;
    private readonly Dictionary<int, (Action First, Action Next)> _products = [];
    private readonly ParallelLoop _sums;
    private readonly int _width;
    private int _rows;

    /// <param name="slopes">The gradients of the products, [rows, width].</param>
    /// <param name="inputs">What the weights were multiplied with, [rows, columns].</param>
    /// <param name="weight">dW.</param>
    /// <param name="bias">db; empty if there is none.</param>
    /// <param name="columns">The columns of the weights.</param>
    /// <param name="counts">The numbers of rows of parts.</param>
    /// <param name="scratch">Memory for the products.</param>
    public WeightSlopes(
        Block<T> slopes, Block<T> inputs, Block<T> weight, Block<T> bias, int columns, IEnumerable<int> counts, Scratch scratch)
    {
        (_slopes, _bias, _width) = (slopes, bias, columns == 0 ? 0 : weight.Length / columns);
        foreach (var rows in counts.Distinct())
        {
            var product = new GemmProblem<T>(slopes, inputs, weight, _width, columns, rows) { TransposeA = true };
            _products[rows] = (Gemm.Bind(product, scratch), Gemm.Bind(product with { Addend = weight }, scratch));
        }

        _sums = ParallelLoop.OverRows((_bias.Length + BiasColumns - 1) / BiasColumns, 64 * BiasColumns, Sum);
    }

    /// <summary>Adds a part of so many rows.</summary>
    public void Add(int rows, bool isFirst)
    {
        var (first, next) = _products[rows];
        (isFirst ? first : next)();
        if (isFirst) _bias.Span.Clear();
        _rows = rows;
        _sums.Run();
    }

    private void Sum(int from, int to)
    {
        for (var block = from; block < to; block++)
        {
            var (first, columns) = (block * BiasColumns, Math.Min(BiasColumns, _width - (block * BiasColumns)));
            var sum = _bias.Span.Slice(first, columns);
            for (var row = 0; row < _rows; row++) TensorPrimitives.Add(sum, _slopes.Span.Slice((row * _width) + first, columns), sum);
        }
    }
}
