namespace OnnxTrain;

/// <summary>A model trained on all rows for as many epochs as cross-validation found best.</summary>
/// <typeparam name="TModel">The model.</typeparam>
/// <param name="Model">The model, trained on all rows.</param>
/// <param name="History">The course of its training.</param>
/// <param name="Epochs">How many epochs: <see cref="CrossValidationResult.BestEpochs"/>.</param>
/// <param name="CrossValidation">The folds. Their mean score is the estimate of how good the model is: no row is left to test it
/// on.</param>
public sealed record Refit<TModel>(TModel Model, History History, int Epochs, CrossValidationResult CrossValidation)
    where TModel : Model;
