using System.Globalization;
using System.Text;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// All that is known of one operator; the parameters of the derived record are its attributes: text, equality and ONNX attributes come from
/// them alone. A record that lacks a part does not compile.
/// </summary>
internal abstract record Op
{
    /// <summary>The operator's name in messages and plans: the record's name without <c>Op</c>.</summary>
    public virtual string Name => GetType().Name[..^2];

    /// <summary>
    /// Whether each output element depends on the input elements of the same position alone, so that the output may take
    /// over an input's buffer.
    /// </summary>
    public virtual bool IsElementwise => false;

    /// <summary>Whether the output is the input's memory under another shape.</summary>
    public virtual bool IsView => false;

    /// <summary>
    /// Where input <paramref name="input"/> lies within the output, in elements, when the output holds it whole; null when
    /// it does not. The plan then lets the producer write there and spares the copy.
    /// </summary>
    public virtual long? Placement(int input) => null;

    /// <summary>Whether the output's memory is its own for the life of the plan, zero where the kernel does not write.</summary>
    public virtual bool KeepsOutput => false;

    /// <summary>
    /// The operator that does the work of the node <paramref name="own"/>, of this operator, and of <paramref name="next"/>, which alone
    /// reads its only output; with the inputs it needs. Null when the two stay apart.
    /// </summary>
    public virtual (Op Op, Value[] Inputs)? TryFuse(Node own, Node next) => null;

    /// <summary>Shape rule: types of the inputs → types of the outputs.</summary>
    /// <exception cref="ShapeException">They do not fit; the message names both shapes and says what would fit.</exception>
    public abstract TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs);

    /// <summary>
    /// What has to hold of concrete lengths of named axes, which <see cref="InferTypes"/> does not see. Called when a graph is made ready
    /// for them.
    /// </summary>
    /// <param name="length">The length of an axis.</param>
    /// <exception cref="ArgumentException">It does not hold; the message says what would do.</exception>
    public virtual void Check(Func<Dimension, long> length)
    {
    }

    /// <summary>CPU kernel for concrete shapes: settles strides, blocking and buffers now; the result runs once a step.</summary>
    public abstract Action Bind(Binding binding);

    /// <summary>
    /// The kernel of an elementwise operator as a loop over tiles, which the plan joins with its neighbours; null for others.
    /// </summary>
    public virtual TileLoop? BindTiles(Binding binding) => null;

    /// <summary>
    /// Arithmetic operations of one run on concrete shapes, for rates in plans. Only matrix products are counted as they are computed;
    /// else the count is nominal, however many instructions an element takes: one an element of the output for elementwise operators,
    /// one an element of the input for reductions and softmax, none for operators that only move data.
    /// </summary>
    public virtual long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) =>
        IsElementwise ? outputs[0].Shape.ElementCount : 0;

    /// <summary>
    /// Gradient rule: for each input, the gradient as a function of the outputs' gradients (null where an output has none),
    /// written in operators. Null for an input without a gradient.
    /// </summary>
    public abstract Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients);

    /// <summary>ONNX form: adds the nodes that the operator becomes at the opset of <paramref name="form"/>.</summary>
    public abstract void ToOnnx(OnnxForm form);

    /// <summary>The lowest opset that holds every ONNX operator of the form.</summary>
    public virtual int MinimumOpset => 13;

    /// <summary>What the operator becomes in an inference graph, or null when it stays as it is.</summary>
    public virtual Value[]? ForInference(IReadOnlyList<Value> inputs) => null;

    /// <summary>
    /// Whether the operator draws random numbers. Each such node of a graph has a stream of its own, by its place among them.
    /// </summary>
    public virtual bool IsRandom => false;

    /// <summary>What a random operator becomes when its draws are values of the graph; null for others.</summary>
    public virtual Value[]? WithDraws(IReadOnlyList<Value> inputs, Draws draws) => null;

    /// <summary>The name and all attributes, the same in every culture: operators of different attributes have different texts.</summary>
    public sealed override string ToString()
    {
        var (text, culture) = (new StringBuilder(Name).Append(" { "), CultureInfo.CurrentCulture);
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            PrintMembers(text);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        return text.Append(" }").ToString();
    }

    /// <summary>An operator has no attributes but those of its own record.</summary>
    protected virtual bool PrintMembers(StringBuilder builder) => false;

    /// <summary>Adds a node to the graph and returns its only (or first) output.</summary>
    public Value Of(params Value[] inputs) => NodeOf(inputs).Outputs[0];

    /// <summary>Adds a node to the graph.</summary>
    public Node NodeOf(params Value[] inputs)
    {
        foreach (var input in inputs) ArgumentNullException.ThrowIfNull(input, nameof(inputs));
        var path = Trace.Path;
        try
        {
            return new(this, inputs, path);
        }
        catch (ShapeException e) when (path.Length > 0 && e.InnerException is null)
        {
            throw new ShapeException($"In {path}: {e.Message}", e);
        }
    }
}
