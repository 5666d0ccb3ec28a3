using System.Globalization;

namespace OnnxTrain;

/// <content>Classifiers, regression models, and models of modules that belong to other models.</content>
public partial class Model
{
    /// <summary>
    /// A classifier. The file has the outputs <c>label</c> [batch] and <c>probabilities</c> [batch, classes]; with a class for each pixel
    /// (or position), <c>label</c> [batch, …] and <c>probabilities</c> [batch, classes, …].
    /// </summary>
    /// <param name="network">A network that yields one logit per class: [batch, classes], or [batch, classes, …] for each pixel or
    /// position.</param>
    /// <param name="input">Its input, created by <see cref="Value.Input"/>.</param>
    /// <param name="classes">The names of the classes; if all are whole numbers, <c>label</c> is int64, else string.</param>
    public static Model Classifier(Module network, Value input, IReadOnlyList<string> classes) =>
        Classifier(network, [input], classes);

    /// <summary>A classifier of the classes 0 … <paramref name="classes"/> − 1.</summary>
    /// <param name="network">A network that yields one logit per class: [batch, classes], or [batch, classes, …] for each pixel or
    /// position.</param>
    /// <param name="input">Its input, created by <see cref="Value.Input"/>.</param>
    /// <param name="classes">The number of classes.</param>
    public static Model Classifier(Module network, Value input, int classes) => Classifier(network, [input], classes);

    /// <summary>A classifier with several inputs.</summary>
    /// <param name="network">A network that yields logits [batch, classes], or [batch, classes, …] for each pixel or position.</param>
    /// <param name="inputs">The inputs of <see cref="Module.Forward(Value[])"/>, in their order; the first axis of each is that of the
    /// rows.</param>
    /// <param name="classes">The names of the classes; if all are whole numbers, <c>label</c> is int64, else string.</param>
    public static Model Classifier(Module network, IReadOnlyList<Value> inputs, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new(network, [.. inputs], new ClassTarget("", classes) { TakesPlaces = true });
    }

    /// <summary>A classifier with several inputs, of the classes 0 … <paramref name="classes"/> − 1.</summary>
    /// <param name="network">A network that yields logits [batch, classes], or [batch, classes, …] for each pixel or position.</param>
    /// <param name="inputs">The inputs of <see cref="Module.Forward(Value[])"/>, in their order; the first axis of each is that of the
    /// rows.</param>
    /// <param name="classes">The number of classes.</param>
    public static Model Classifier(Module network, IReadOnlyList<Value> inputs, int classes) =>
        Classifier(
            network, inputs,
            [.. Enumerable.Range(0, classes).Select(i => i.ToString(CultureInfo.InvariantCulture))]);

    /// <summary>A regression model. The file has the output <c>prediction</c>, with the shape of the network's output.</summary>
    /// <param name="network">A network that yields the standardized prediction.</param>
    /// <param name="input">Its input, created by <see cref="Value.Input"/>.</param>
    /// <param name="targetMean">The mean of the targets, undone in the file.</param>
    /// <param name="targetScale">The standard deviation of the targets, undone in the file.</param>
    public static Model Regressor(Module network, Value input, double targetMean = 0, double targetScale = 1) =>
        new(network, [input], new NumberTarget("", targetMean, targetScale));

    /// <summary>
    /// A model of a module that already belongs to another model, with a copy of its values: a part of a trained network, such as an
    /// encoder, to export or train separately. The variables keep the names that they have in the other model.
    /// </summary>
    /// <param name="part">The module; its variables have values.</param>
    /// <param name="inputs">Its inputs, created by <see cref="Value.Input"/>.</param>
    /// <exception cref="InvalidOperationException">A variable of the module belongs to no model yet.</exception>
    public static Model Copy(Module part, params Value[] inputs) => new(part, inputs, new OutputTarget(), copies: true);

    /// <summary>
    /// A model of modules that belong to other models, which shares their variables: a generator followed by a discriminator, one encoder
    /// with two heads. Training changes only the variables of <paramref name="trained"/>, wherever the network reads them. Those of other
    /// models are frozen, and their batch normalization uses the running statistics.
    /// </summary>
    /// <param name="trained">The model whose variables are trained.</param>
    /// <param name="network">The network; each of its variables belongs to a model.</param>
    /// <param name="inputs">Its inputs, created by <see cref="Value.Input"/>.</param>
    /// <exception cref="ArgumentException">
    /// A variable belongs to no model yet, or the network reads no trainable variable of <paramref name="trained"/>.
    /// </exception>
    public static Model Sharing(Model trained, Module network, params Value[] inputs)
    {
        ArgumentNullException.ThrowIfNull(trained);
        return new(network, inputs, new OutputTarget(), owner: trained._owner ?? trained);
    }
}
