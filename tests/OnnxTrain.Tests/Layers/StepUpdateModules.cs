namespace OnnxTrain.Tests.Layers;

/// <summary>Modules whose variables training steps update.</summary>
internal static class StepUpdateModules
{
    internal sealed class Counter : Module
    {
        private readonly Variable _weight, _count;

        public Counter() =>
            (_weight, _count) = (Parameter("weight", [1], Initializer.Ones), Buffer("count", Shape.Scalar, Initializer.Zeros));

        public override Value Forward(Value x)
        {
            Update(_count, n => n + 1);
            return x * _weight;
        }
    }

    internal sealed class Twice : Module
    {
        private readonly Counter _counter = new();

        public override Value Forward(Value x) => x.Apply(_counter).Apply(_counter);
    }

    internal sealed class Wrong(bool ofAnother) : Module
    {
        private readonly Variable _another = new("another", [1], Initializer.Ones, isTrainable: false);

        public override Value Forward(Value x)
        {
            var own = Parameter("weight", [1], Initializer.Ones);
            Update(ofAnother ? _another : own, v => v + 1);
            return x * own;
        }
    }

    /// <summary>The loss grows until it is no longer finite, and the sum with it.</summary>
    internal sealed class Exploding : Module
    {
        private readonly Variable _weight, _sum;

        public Exploding() =>
            (_weight, _sum) = (Parameter("weight", [1], Initializer.Ones), Buffer("sum", Shape.Scalar, Initializer.Zeros));

        public override Value Forward(Value x)
        {
            var y = x * _weight;
            Update(_sum, s => s + (y * y).Sum());
            return y;
        }
    }

    internal sealed class Rotating : Module
    {
        private readonly Linear _linear = new(2, 2);
        private readonly Variable _a, _b, _c;

        public Rotating() =>
            (_a, _b, _c) = (
                Buffer("a", [1], Initializer.Constant(1)), Buffer("b", [1], Initializer.Constant(2)),
                Buffer("c", [1], Initializer.Constant(3)));

        public override Value Forward(Value x)
        {
            Update(_a, _ => _b);
            Update(_b, _ => _c);
            Update(_c, _ => _a);
            return x.Apply(_linear);
        }
    }
}
