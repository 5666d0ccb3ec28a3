namespace OnnxTrain;

/// <summary>A model trained from one of several seeds.</summary>
/// <typeparam name="TModel">The type of the model.</typeparam>
/// <param name="Seed">The seed of its initial weights and of its training.</param>
/// <param name="Model">The trained model.</param>
/// <param name="Loss">The loss on the validation rows, or on the training rows without validation.</param>
/// <param name="Score">The metric on the same rows.</param>
/// <param name="History">The history of its training.</param>
public sealed record RandomStart<TModel>(ulong Seed, TModel Model, double Loss, double Score, History History)
    where TModel : Model;
