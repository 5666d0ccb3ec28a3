namespace OnnxTrain;

/// <summary>The value of a variable at the start of a step.</summary>
internal sealed class VariableValue(Variable variable, TensorType type) : Value(type)
{
    public Variable Variable { get; } = variable;

    public override string ToString() => $"{Variable.Name}: {Type}";
}
