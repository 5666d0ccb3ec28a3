using System.Globalization;
using System.Text;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// The definition of one operator. The parameters of the derived record are its attributes; its text, equality and ONNX attributes are
/// derived from them. A record that lacks a part does not compile.
/// </summary>
internal abstract record Op
{
    /// <summary>The operator's name in messages and plans: the record's name without <c>Op</c>.</summary>
    public virtual string Name => GetType().Name[..^2];

    /// <summary>What it does, in words for users who did not write it.</summary>
    public virtual string Title => Name;

    /// <summary>
    /// Whether each output element depends only on the input elements at the same position, so that the output may reuse an input's buffer.
    /// </summary>
    public virtual bool IsElementwise => false;

    /// <summary>Whether the output is the input's memory with another shape.</summary>
    public virtual bool IsView => false;

    /// <summary>
    /// The offset of input <paramref name="input"/> in the output, in elements, if the output contains it as a whole; otherwise null. The
    /// plan then lets the producer write there and avoids the copy.
    /// </summary>
    public virtual long? Placement(int input) => null;

    /// <summary>
    /// Whether the output has its own memory for the lifetime of the plan, which is zero where the kernel does not write.
    /// </summary>
    public virtual bool KeepsOutput => false;

    /// <summary>
    /// The operator that does the work of the node <paramref name="own"/>, of this operator, and of <paramref name="next"/>, the only
    /// reader of its only output; with the inputs it needs. Null if the two cannot be fused.
    /// </summary>
    public virtual (Op Op, Value[] Inputs)? TryFuse(Node own, Node next) => null;

    /// <summary>Shape rule: types of the inputs → types of the outputs.</summary>
    /// <exception cref="ShapeException">The types do not fit; the message gives both shapes and what would fit.</exception>
    public abstract TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs);

    /// <summary>
    /// Checks concrete lengths of named axes, which <see cref="InferTypes"/> does not know. Called when a plan is created for them.
    /// </summary>
    /// <param name="length">The length of an axis.</param>
    /// <exception cref="ArgumentException">The lengths do not fit; the message says what would fit.</exception>
    public virtual void Check(Func<Dimension, long> length)
    {
    }

    /// <summary>
    /// The CPU kernel for concrete shapes: strides, blocking and buffers are determined now; the result runs in each step.
    /// </summary>
    public abstract Action Bind(Binding binding);

    /// <summary>
    /// The kernel of an elementwise operator as a loop over tiles, which the plan fuses with its neighbours; null for others.
    /// </summary>
    public virtual TileLoop? BindTiles(Binding binding) => null;

    /// <summary>
    /// The arithmetic operations of one run on concrete shapes, for rates in plans. Only matrix products are counted exactly; other counts
    /// are nominal, regardless of the number of instructions: one per output element for elementwise operators, one per input element for
    /// reductions and softmax, none for operators that only move data.
    /// </summary>
    public virtual long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) =>
        IsElementwise ? outputs[0].Shape.ElementCount : 0;

    /// <summary>
    /// Gradient rule: for each input, the gradient as a function of the outputs' gradients (null if an output has none), expressed in
    /// operators. Null for an input without a gradient.
    /// </summary>
    public abstract Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients);

    /// <summary>ONNX form: adds the nodes for the operator at the opset of <paramref name="form"/>.</summary>
    public abstract void ToOnnx(OnnxForm form);

    /// <summary>The lowest opset that has all ONNX operators of the form.</summary>
    public virtual int MinimumOpset => 13;

    /// <summary>The replacement of the operator in an inference graph, or null if it is not replaced.</summary>
    public virtual Value[]? ForInference(IReadOnlyList<Value> inputs) => null;

    /// <summary>Whether the operator draws random numbers. Each such node of a graph has its own stream, by its index among them.</summary>
    public virtual bool IsRandom => false;

    /// <summary>The replacement of a random operator if its draws are values of the graph; null for others.</summary>
    public virtual Value[]? WithDraws(IReadOnlyList<Value> inputs, Draws draws) => null;

    /// <summary>The name and all attributes, culture-invariant: operators with different attributes have different texts.</summary>
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

    /// <summary>An operator has only the attributes of its own record.</summary>
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
