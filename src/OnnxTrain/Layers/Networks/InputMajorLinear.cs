namespace OnnxTrain;

/// <summary>y = x · W + b with the weight [in, out], as the linear layers of GPT-2 have it.</summary>
internal sealed class InputMajorLinear : Module
{
    private readonly Variable _weight, _bias;

    public InputMajorLinear(int inputs, int outputs, double deviation)
    {
        _weight = Parameter("weight", [inputs, outputs], Initializer.Normal(0, deviation));
        _bias = Parameter("bias", [outputs], Initializer.Zeros);
    }

    public override Value Forward(Value x) => new LinearOp(TransposeWeight: false).Of(x, _weight, _bias);
}
