namespace OnnxTrain;

/// <summary>A model trained on all rows for as many epochs as cross-validation found best.</summary>
/// <typeparam name="TModel">The type of the model.</typeparam>
/// <param name="Model">The model, trained on all rows.</param>
/// <param name="History">The history of its training.</param>
/// <param name="Epochs">The number of epochs: <see cref="CrossValidationResult.BestEpochs"/>.</param>
/// <param name="CrossValidation">The folds. Their mean score estimates the quality of the model, as no rows are left to test it on.</param>
public sealed record Refit<TModel>(TModel Model, History History, int Epochs, CrossValidationResult CrossValidation)
    where TModel : Model;
