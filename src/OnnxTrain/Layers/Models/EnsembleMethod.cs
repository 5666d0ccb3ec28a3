namespace OnnxTrain;

/// <summary>How an ensemble combines the outputs of its members.</summary>
public enum EnsembleMethod
{
    /// <summary>The mean: of the probabilities of classifiers, of the predictions of regressors, of the outputs of other models.</summary>
    Mean,

    /// <summary>
    /// The class that most members hold the most probable; of several with as many votes, the first in the order of the classes. The
    /// probability of a class is its share of the votes. Of several targets each has a vote of its own. For classes alone.
    /// </summary>
    Vote,
}
