using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>
/// Runs a part of a graph on tensors. It can compute anything: a network's output, a hidden layer, a loss, gradients. Variables are read
/// from the memory of their model, so the results always reflect their current values. Scalars are passed and returned as tensors of one
/// element, since <see cref="Tensor{T}"/> has at least one axis. Concurrent runs are serialized.
/// </summary>
public sealed class Function : IDisposable
{
    private readonly Value[] _inputs;
    private readonly Evaluator _evaluator;

    /// <summary>Creates the function from <paramref name="inputs"/> to <paramref name="outputs"/>.</summary>
    /// <param name="inputs">
    /// The inputs: values created by <see cref="Value.Input"/>, or any intermediate value, which is then not computed.
    /// </param>
    /// <param name="outputs">The values to compute.</param>
    /// <exception cref="ArgumentException">An output needs an input that is not given.</exception>
    public Function(IReadOnlyList<Value> inputs, IReadOnlyList<Value> outputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        _inputs = [.. inputs];
        if (outputs.FirstOrDefault(o => o.ElementType.IsPacked()) is { } packed)
            throw new ArgumentException($"An output is {packed.Type}, which no Tensor<T> holds; Cast it to int8 or another type.");
        _evaluator = new(_inputs, [.. outputs]);
    }

    /// <summary>Computes the outputs for the given inputs, all of one element type.</summary>
    /// <typeparam name="T">The type of the elements, one of those of <see cref="Value.Constant{T}"/>.</typeparam>
    /// <param name="tensors">One for each input, in their order; axes of the same name have the same length.</param>
    /// <returns>One for each output, in their order.</returns>
    /// <exception cref="ArgumentException">The tensors do not fit the inputs; the message gives the input and both types.</exception>
    /// <exception cref="InvalidOperationException">An output is of another element type.</exception>
    /// <exception cref="ObjectDisposedException">The function is disposed.</exception>
    public Tensor<T>[] Run<T>(params Tensor<T>[] tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        RequireCount(tensors.Length);
        return [.. _evaluator.Run([.. tensors.Select(ToData)]).Select(ToTensor<T>)];
    }

    /// <summary>Computes scalar outputs for scalar inputs.</summary>
    /// <param name="numbers">One for each input, in its element type.</param>
    /// <returns>One for each output.</returns>
    /// <exception cref="ArgumentException">There is not one number for each input, or an input is not a scalar.</exception>
    /// <exception cref="InvalidOperationException">An output is not one floating-point number.</exception>
    public double[] Run(params double[] numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        RequireCount(numbers.Length);
        return [.. _evaluator.Run([.. numbers.Select((x, i) => TensorData.Scalar(x, _inputs[i].ElementType))]).Select(ToNumber)];
    }

    /// <summary>Computes the outputs for the given inputs, of any element types.</summary>
    /// <param name="tensors">A <see cref="Tensor{T}"/> for each input, in their order.</param>
    /// <returns>A <see cref="Tensor{T}"/> for each output, in their order, of its element type.</returns>
    /// <exception cref="ArgumentException">The tensors do not fit the inputs; the message gives the input and both types.</exception>
    public IReadOnlyTensor[] RunMixed(params IReadOnlyTensor[] tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        RequireCount(tensors.Length);
        return [.. _evaluator.Run([.. tensors.Select(ToData)]).Select(ToTensor)];
    }

    /// <summary>Frees the buffers, after the current run if there is one.</summary>
    public void Dispose() => _evaluator.Dispose();

    private void RequireCount(int given)
    {
        if (given != _inputs.Length) throw new ArgumentException($"The function has {_inputs.Length} inputs and was given {given}.");
    }

    private TensorData ToData(IReadOnlyTensor tensor, int input)
    {
        if (tensor is null) throw new ArgumentException($"The tensor for the input {_inputs[input]} is null.");
        foreach (var row in ElementTypes.Rows)
        {
            if (!row.Type.IsPacked() && row.Type.VisitElement<Reader, TensorData?>(new(this, tensor, input)) is { } data) return data;
        }

        throw new ArgumentException($"The input {_inputs[input]} got a {tensor.GetType().Name}; it takes a Tensor<T>.");
    }

    private TensorData ToData<T>(Tensor<T> tensor, int input)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var elements = new T[tensor.FlattenedLength];
        tensor.FlattenTo(elements);
        var isScalar = _inputs[input].Rank == 0 && elements.Length == 1;
        return TensorData.Of<T>(elements, isScalar ? Shape.Scalar : [.. tensor.Lengths.ToArray().Select(length => (Dimension)length)]);
    }

    private static IReadOnlyTensor ToTensor(TensorData data) => data.Type.ElementType.VisitElement<Writer, IReadOnlyTensor>(new(data));

    private static Tensor<T> ToTensor<T>(TensorData data) => data.Elements is T[] elements
        ? Tensor.Create(elements, data.Type.Shape.Rank == 0 ? [1] : Array.ConvertAll(data.Type.Shape.Sizes(), size => (nint)size))
        : throw new InvalidOperationException($"An output is {data.Type}, not {typeof(T).Name}; RunMixed returns each in its own type.");

    private static double ToNumber(TensorData data) => data.Type.Shape.Rank == 0 && data.Type.ElementType.IsFloat()
        ? data.Numbers()[0]
        : throw new InvalidOperationException($"An output is {data.Type}, not a number; Run with tensors returns tensors.");

    /// <summary>The tensor as data, if it holds elements of the visited type.</summary>
    private readonly struct Reader(Function function, IReadOnlyTensor tensor, int input) : IElementVisitor<TensorData?>
    {
        public TensorData? Visit<T>() => tensor is Tensor<T> elements ? function.ToData(elements, input) : null;
    }

    private readonly struct Writer(TensorData data) : IElementVisitor<IReadOnlyTensor>
    {
        public IReadOnlyTensor Visit<T>() => ToTensor<T>(data);
    }
}
